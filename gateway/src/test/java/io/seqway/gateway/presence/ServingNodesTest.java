package io.seqway.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node that does not serve yet has no rooms. */
class ServingNodesTest {
    private final AnsweringPresence cluster = new AnsweringPresence();
    private final Map<String, Promise<BusMessage>> questions = new HashMap<>();
    private int changes;
    private final ServingNodes serving = new ServingNodes(cluster, this::ask, () -> changes++);

    private Future<BusMessage> ask(String address, BusMessage question) {
        Promise<BusMessage> answer = Promise.promise();
        questions.put(address, answer);
        return answer.future();
    }

    @Test
    void oneThatHasJustComeServesOnceItAnswers() {
        serving.look();
        answer("self");
        cluster.nodes.add("new");
        serving.look();
        assertThat(serving.nodes()).containsExactly("self");

        answer("new");

        assertThat(serving.nodes()).containsExactly("self", "new");
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void oneThatSpeaksServesWithoutBeingAsked() {
        serving.look();
        answer("self");
        cluster.nodes.add("new");
        serving.heard("new");

        assertThat(serving.nodes()).containsExactly("self", "new");
    }

    @Test
    void oneThatDoesNotAnswerIsAskedAgain() {
        cluster.nodes.add("new");
        serving.look();
        answer("self");
        question("new").fail("no answer");
        questions.clear();
        serving.look();

        answer("new");

        assertThat(serving.nodes()).containsExactly("self", "new");
    }

    @Test
    void oneThatDoesNotReachRedisYetDoesNotServe() {
        serving.look();
        answer("self");
        cluster.nodes.add("new");
        serving.look();
        question("new").complete(new PresenceMessage.Clock(0));

        assertThat(serving.nodes()).containsExactly("self");
    }

    @Test
    void oneThatComesBackHasToAnswerAgain() {
        cluster.nodes.add("new");
        serving.look();
        answer("self");
        answer("new");
        cluster.nodes.remove("new");
        serving.look();
        cluster.nodes.add("new");

        assertThat(serving.nodes()).containsExactly("self");
    }

    @Test
    void allDoAsLongAsNoneWasHeard() {
        cluster.nodes.add("new");
        assertThat(serving.nodes()).isEqualTo(List.of("self", "new"));
    }

    private void answer(String node) {
        question(node).complete(new PresenceMessage.Clock(1));
    }

    private Promise<BusMessage> question(String node) {
        return questions.get(Addresses.presence(node));
    }
}
