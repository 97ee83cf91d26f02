package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds what clients sent, heard and saw against the log. */
final class Histories {
    private Histories() {}

    /**
     * Every acked message stands in the log where its ack said, nothing stands there twice, the seqs are 1 to n, every
     * client saw exactly the log, each sender's messages are in the order in which it sent them, and what was refused is
     * not there.
     *
     * @param log what a client that came last was given of the room
     */
    static void check(RoomView log, List<ChatClient> clients) {
        assertThat(log.holes()).as("holes of the log").isZero();
        assertThat(log.repeats()).as("repeats of the log").isZero();
        Map<String, Long> seqs = new HashMap<>();
        long seq = 0;
        for (String entry : log.entries()) {
            String[] parts = entry.split(" ");
            assertThat(Long.parseLong(parts[0])).isEqualTo(++seq);
            assertThat(parts[3].replace("+", "")).as("body").isEqualTo('"' + parts[2] + '"');
            assertThat(seqs.put(parts[2], seq))
                    .as("%s is stored twice", parts[2])
                    .isNull();
        }
        int sent = 0;
        for (ChatClient client : clients) {
            assertThat(client.view().holes())
                    .as("holes seen by %s", client.user())
                    .isZero();
            assertThat(client.view().repeats())
                    .as("repeats seen by %s", client.user())
                    .isZero();
            assertThat(client.view().entries()).as("what %s saw", client.user()).isEqualTo(log.entries());
            int accepted = client.sent() - client.refused().size();
            assertThat(client.acked()).as("acks of %s", client.user()).hasSize(accepted);
            assertThat(seqs).as("refused").doesNotContainKeys(client.refused().toArray(String[]::new));
            client.acked().forEach((id, acked) -> assertThat(seqs).as("acked").containsEntry(id, acked));
            assertThat(inOrderOfLog(client, seqs))
                    .as("order of %s", client.user())
                    .isSorted();
            sent += accepted;
        }
        assertThat(log.entries()).as("entries of the log").hasSize(sent);
    }

    private static List<Long> inOrderOfLog(ChatClient client, Map<String, Long> seqs) {
        List<Long> ordered = new ArrayList<>();
        for (int i = 0; i < client.sent(); i++) {
            String id = client.user() + "-" + i;
            if (!client.refused().contains(id)) {
                ordered.add(seqs.get(id));
            }
        }
        return ordered;
    }
}
