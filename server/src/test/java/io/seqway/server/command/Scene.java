package io.seqway.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seqway.testing.Await;
import io.seqway.testing.SocketClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Where a row is played: a room of the first node, which ann has made (seq 1), for bob (2) and cid (3), and where she has
 * said "first" (4). All who need a connection have one, at the node through which the row is played or, if the row says
 * so, elsewhere; those who may have joined the room. eve is a stranger, as is dan, and nobody has no token.
 */
final class Scene implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger SCENES = new AtomicInteger();
    private static final Set<String> MEMBERS = Set.of("ann", "bob", "cid");
    private static final Set<String> OF_NO_ROOM = Set.of("rooms", "resume", "chunk", "missing");

    private final TwoNodes nodes;
    private final int node;
    private final Row row;
    private final Names names;
    private final Map<String, Person> people = new HashMap<>();

    Scene(TwoNodes nodes, int node, Row row) {
        this.nodes = nodes;
        this.node = node;
        this.row = row;
        names = names(nodes);
        makeRoom();
        row.steps().forEach(step -> people.computeIfAbsent(step.place(), any -> person(step.who(), step.elsewhere())));
        row.steps().stream()
                .filter(Step::isOfASocket)
                .map(Step::place)
                .distinct()
                .forEach(this::connect);
        people.values().forEach(Person::listen);
    }

    private static Names names(TwoNodes nodes) {
        String number = "-" + SCENES.incrementAndGet();
        Map<String, String> values = new HashMap<>();
        List.of("ann", "bob", "cid", "dan", "eve").forEach(user -> values.put(user, user + number));
        values.put("room", nodes.roomOfTheFirst("room" + number));
        values.put("other", nodes.roomOfTheFirst("other" + number));
        return new Names(values);
    }

    private void makeRoom() {
        Person ann = person("ann", false);
        ann.ask(
                request(
                        "POST /api/rooms",
                        JSON.valueToTree(
                                Map.of("room", "$room", "access", "members", "members", List.of("$bob", "$cid")))),
                1);
        require(Optional.of(201), JSON.valueToTree(Map.of("seq", 3)), ann.answers());
        ann.ask(
                request(
                        "POST /api/rooms/$room/messages",
                        JSON.valueToTree(Map.of("clientMsgId", "m1", "body", "first"))),
                1);
        require(Optional.of(201), JSON.valueToTree(Map.of("seq", 4)), ann.answers());
    }

    private Person person(String who, boolean elsewhere) {
        String user = names.of(who);
        return new Person(
                nodes.node(elsewhere ? 1 - node : node), user, who.equals("nobody") ? null : TwoNodes.token(user));
    }

    private void connect(String place) {
        Person person = people.get(place);
        person.connect();
        if (MEMBERS.contains(place.split(" ")[0])) {
            person.join(names.of("room"));
        }
    }

    void play() {
        row.steps().forEach(step -> {
            try {
                play(step, people.get(step.place()));
            } catch (AssertionError e) {
                throw new AssertionError(row + ", through node " + node + ": " + step + ": " + e.getMessage(), e);
            }
        });
    }

    private void play(Step step, Person who) {
        JsonNode content = names.in(step.content());
        switch (step.verb()) {
            case SAYS -> who.say(frame((ObjectNode) content), step.number().orElse(1));
            case ASKS ->
                who.ask(request(content.textValue(), step.with()), step.number().orElse(1));
            case IS_ANSWERED -> require(step.number(), content, who.answers());
            case IS_ONCE_ANSWERED -> require(step.number(), content, List.of(who.answer(wanted(step, content))));
            case IS_SOON_ANSWERED -> awaitAnswer(step, content, who);
            case HEARS -> who.hear(like(content));
            default -> who.heardExactly(step.number().orElseThrow(), like(content));
        }
    }

    /** The command of the row, and in its room, if the frame says nothing else. */
    private ObjectNode frame(ObjectNode said) {
        ObjectNode frame = JSON.createObjectNode().put("type", row.command());
        if (!OF_NO_ROOM.contains(said.path("type").asText(row.command()))) {
            frame.put("room", names.of("room"));
        }
        frame.setAll(said);
        return frame;
    }

    private Request request(String line, JsonNode content) {
        String[] words = names.in(line).split(" ", 2);
        return new Request(words[0], words[1], content.isNull() ? null : names.in(content));
    }

    private static Predicate<JsonNode> like(JsonNode content) {
        return frame -> Likeness.difference(content, frame).isEmpty();
    }

    private static Predicate<Answer> wanted(Step step, JsonNode content) {
        return answer -> difference(step.number(), content, answer).isEmpty();
    }

    private static void awaitAnswer(Step step, JsonNode content, Person who) {
        Predicate<Answer> wanted = wanted(step, content);
        try {
            Await.until("it is answered so", SocketClient.LIMIT, () -> isAnswered(wanted, who));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", but " + who.answers(), e);
        }
    }

    private static boolean isAnswered(Predicate<Answer> wanted, Person who) {
        if (wanted.test(who.answer(wanted))) {
            return true;
        }
        who.again();
        return false;
    }

    private static void require(Optional<Integer> status, JsonNode wanted, List<Answer> answers) {
        answers.forEach(answer -> difference(status, wanted, answer).ifPresent(wrong -> {
            throw new AssertionError(wrong + " in " + answer);
        }));
    }

    private static Optional<String> difference(Optional<Integer> status, JsonNode wanted, Answer answer) {
        if (status.isPresent() && status.get() != answer.status()) {
            return Optional.of("the status should be " + status.get());
        }
        return wanted.isNull() ? Optional.empty() : Likeness.difference(wanted, answer.content());
    }

    @Override
    public void close() {
        people.values().forEach(Person::close);
    }
}
