package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.testing.ServerContainers;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Three nodes in containers behind a balancer, as docker/cluster.yaml has them: whatever is killed, stands still or is cut off,
 * nobody misses a message, sees one twice or out of order, and what was acked is there.
 */
@EnabledIf("io.seqway.testing.ServerContainers#arePossible")
class ContainersIT {
    private static final String SECRET = "a-secret-for-containers-of-thirty-two-bytes-or-more";
    private static final int CLIENTS = 3;
    private static final int WINDOW = 3;
    private static final int SOME = 50;

    private static ServerContainers containers;
    private static URI balancer;

    private final Progress progress = new Progress();
    private List<ChatClient> clients;

    @BeforeAll
    static void start() {
        containers = ServerContainers.start(Path.of("../docker"), SECRET);
        balancer = containers.ws("/ws");
    }

    @AfterAll
    static void stop() {
        containers.close();
    }

    @BeforeEach
    void connect(TestInfo test) throws InterruptedException {
        String room = "containers." + test.getTestMethod().orElseThrow().getName();
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> run + i)
                .map(user ->
                        new ChatClient(user, Tokens.token(SECRET, user), room, progress).goingPatientlyTo(balancer))
                .toList();
        clients.forEach(client -> client.connect(balancer));
        clients.forEach(client -> client.send(Integer.MAX_VALUE, WINDOW));
        awaitMoreAcks("before the fault");
    }

    @AfterEach
    void leave() throws InterruptedException {
        clients.forEach(ChatClient::leave);
        awaitAllReady();
    }

    @Test
    void aNodeThatIsKilledTakesNothingWithIt() throws Exception {
        String node = nodeOf(clients.get(0));
        containers.kill(node);
        awaitReturn(node);
        check();
        containers.startAgain(node);
    }

    /** Nothing tells its clients, and these wait for no {@code pong}: the balancer cuts their connections. */
    @Test
    void aNodeThatStandsStillLosesItsClientsToTheOthers() throws Exception {
        String node = nodeOf(clients.get(0));
        containers.pause(node);
        try {
            awaitReturn(node);
        } finally {
            containers.resume(node);
        }
        check();
    }

    @Test
    void aNodeThatIsCutOffLosesItsClientsToTheOthers() throws Exception {
        String node = nodeOf(clients.get(0));
        containers.cutOff(node);
        awaitReturn(node);
        check();
        containers.kill(node);
        containers.mend(node);
        containers.startAgain(node);
    }

    @Test
    void aStoreThatIsCutOffIsWaitedFor() throws Exception {
        containers.cutOff(ServerContainers.MONGO);
        progress.await("none is ready", () -> containers.nodes().stream().noneMatch(containers::isReady));
        containers.mend(ServerContainers.MONGO);
        awaitMoreAcks("once MongoDB is back");
        check();
    }

    @Test
    void aStoreThatIsKilledIsFoundAgainAtAnotherAddress() throws Exception {
        String before = containers.address(ServerContainers.MONGO);
        containers.kill(ServerContainers.MONGO);
        containers.startElsewhere(ServerContainers.MONGO);
        assertThat(containers.address(ServerContainers.MONGO)).isNotEqualTo(before);
        awaitMoreAcks("once MongoDB is back");
        check();
    }

    @Test
    void withoutRedisMessagesFlowOnAndItIsFoundAgainAtAnotherAddress() throws Exception {
        String before = containers.address(ServerContainers.REDIS);
        containers.kill(ServerContainers.REDIS);
        progress.await("it is missed", () -> containers.nodes().stream().noneMatch(ContainersIT::hasRedis));
        awaitMoreAcks("without Redis");
        containers.startElsewhere(ServerContainers.REDIS);
        assertThat(containers.address(ServerContainers.REDIS)).isNotEqualTo(before);
        progress.await("it is found", () -> containers.nodes().stream().allMatch(ContainersIT::hasRedis));
        check();
    }

    /** The first client, which was on this node, comes back to another one, and all go on. */
    private void awaitReturn(String from) throws Exception {
        long began = System.nanoTime();
        ChatClient first = clients.get(0);
        progress.await("it is back", () -> !first.returns().isEmpty() && first.isConnected());
        awaitMoreAcks("after the fault of " + from);
        System.out.printf(
                "containers: %s: all go on after %d ms%n", first.room(), (System.nanoTime() - began) / 1_000_000);
        assertThat(nodeOf(first)).isNotEqualTo(from);
    }

    /** Nobody sends any more, and what everybody has seen is the log. */
    private void check() throws InterruptedException {
        clients.forEach(ChatClient::stop);
        progress.await("all acks", () -> clients.stream().allMatch(client -> client.unanswered() == 0));
        int sent = clients.stream().mapToInt(ChatClient::sent).sum();
        progress.await("the balancer is open", containers::isOpen);
        ChatClient reader = clients.get(0).reader().goingPatientlyTo(balancer);
        reader.connect(balancer);
        progress.await("the log", () -> reader.view().last() >= sent);
        progress.await("what they saw", () -> clients.stream()
                .allMatch(client -> client.view().last() >= sent));
        reader.leave();
        Histories.check(reader.view(), clients);
        System.out.printf("containers: %s: %d messages, each once and in order%n", reader.room(), sent);
    }

    private void awaitMoreAcks(String when) throws InterruptedException {
        int[] before = clients.stream().mapToInt(ChatClient::ackedCount).toArray();
        try {
            progress.await("more acks " + when, () -> IntStream.range(0, CLIENTS)
                    .allMatch(i -> clients.get(i).ackedCount() >= before[i] + SOME));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + '\n' + containers.logs(), e);
        }
    }

    private void awaitAllReady() throws InterruptedException {
        progress.await("all nodes are ready", () -> containers.nodes().stream().allMatch(containers::isReady));
        progress.await("the balancer knows of one", containers::isOpen);
    }

    private static boolean hasRedis(String node) {
        return containers.ask(node, "/metrics", "").contains("\nseqway_redis_available 1.0");
    }

    /** The name of the node that a client is on. */
    private static String nodeOf(ChatClient client) throws IOException {
        String service = Tokens.token(SECRET, "backend", Map.of("role", "service"), Duration.ofMinutes(5));
        List<String> nodes =
                containers.nodes().stream().filter(containers::isReady).toList();
        JsonNode user = json(containers.ask(nodes.get(0), "/admin/users/" + client.user(), service));
        String id = user.path("connections").path(0).path("node").asText();
        for (String node : nodes) {
            if (json(containers.ask(node, "/admin/node", service))
                    .path("node")
                    .asText()
                    .equals(id)) {
                return node;
            }
        }
        throw new AssertionError("nobody is the node of " + user);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
