package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/protocol.md, "Lagging": who reads nothing for {@code idle-seconds} is closed, and comes back to all of it. */
class StuckReaderIT {
    /** More of 20 KB than all buffers between the two can hold. */
    private static final int MESSAGES = 1_000;

    private static final String ROOM = "room";

    private final Progress progress = new Progress();

    @Test
    void isClosedAsStuckAndGetsAllWhenItComesBack() throws Exception {
        TestServer settings = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .and("--idle-seconds", "5");
        try (ServerProcess server = settings.start()) {
            ChatClient stuck = client("stuck").goingTo(server.ws("/ws"));
            ChatClient writer = client("writer").goingTo(server.ws("/ws")).sendingMuch(20_000);
            stuck.connect(server.ws("/ws"));
            writer.connect(server.ws("/ws"));
            progress.await(
                    "both are in",
                    () -> stuck.view().epoch() != null && writer.view().epoch() != null);
            stuck.stopReading();
            writer.send(MESSAGES, 20);
            server.awaitOutput("read nothing for 5 s (idle-seconds)", 1);
            assertThat(stuck.view().last()).isLessThan(MESSAGES);
            stuck.readAgain();
            progress.await("the one that was stuck sees all", () -> stuck.view().last() == MESSAGES);
            progress.await("the writer sees all", () -> writer.view().last() == MESSAGES && writer.unanswered() == 0);
            Histories.check(stuck.view(), List.of(writer));
        }
    }

    private ChatClient client(String user) {
        return new ChatClient(user, Tokens.token(TestServer.SECRET, user), ROOM, progress);
    }
}
