package io.seqway.store.interest;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who wants what, and that the sums for each gateway are always those of the rooms it wants. */
class InterestTest {
    private static final List<String> NODES = List.of("g1", "g2", "g3");
    private static final String EPOCH = "e.1";

    private final Interest interest = new Interest();
    private final Map<String, Set<String>> wanted = new HashMap<>();
    private final Map<String, Long> heads = new HashMap<>();
    private final Map<String, String> epochs = new HashMap<>();

    @Test
    void aRoomIsWantedUntilTheLastNodeWantsItNoMore() {
        interest.begin("a", "g1");
        interest.begin("a", "g2");
        assertThat(interest.nodes("a")).containsExactlyInAnyOrder("g1", "g2");
        interest.end("a", "g1");
        assertThat(interest.nodes("a")).containsExactly("g2");
        interest.end("g2");
        assertThat(interest.in("a")).isFalse();
        assertThat(interest.rooms(partition -> true)).isEmpty();
    }

    @Test
    void aRoomCountsFromWhenItIsKnownWhereItEnds() {
        interest.begin("a", "g1");
        assertThat(sum("g1", "a")).isEqualTo(HeadSum.NONE);
        interest.at("a", EPOCH, 0);
        assertThat(sum("g1", "a")).isEqualTo(HeadSum.NONE.with(HeadSum.root("a", EPOCH), 0));
        interest.begin("a", "g2");
        assertThat(sum("g2", "a")).isEqualTo(sum("g1", "a"));
    }

    @Test
    void whatIsKnownLateMovesNoRoomBack() {
        interest.begin("a", "g1");
        interest.at("a", EPOCH, 7);
        interest.at("a", EPOCH, 5);
        assertThat(sum("g1", "a")).isEqualTo(HeadSum.NONE.with(HeadSum.root("a", EPOCH), 7));
    }

    @Test
    void theSumsFollowWhateverHappens() {
        Random random = new Random(1);
        NODES.forEach(node -> wanted.put(node, new TreeSet<>()));
        for (int i = 0; i < 50_000; i++) {
            change(random, "room" + random.nextInt(300), NODES.get(random.nextInt(NODES.size())));
            if (i % 100 == 0) {
                check();
            }
        }
    }

    private void change(Random random, String room, String node) {
        switch (random.nextInt(100)) {
            case 0 -> {
                interest.end(node);
                wanted.get(node).clear();
            }
            case 1 -> {
                BitSet some = BitSet.valueOf(new long[] {random.nextLong()});
                interest.end(some);
                NODES.forEach(other -> forget(other, some));
            }
            case 2 -> {
                BitSet some = BitSet.valueOf(new long[] {random.nextLong()});
                interest.end(node, some);
                forget(node, some);
            }
            default -> {
                int kind = random.nextInt(4);
                if (kind == 0) {
                    interest.begin(room, node);
                    wanted.get(node).add(room);
                } else if (kind == 1) {
                    interest.end(room, node);
                    wanted.get(node).remove(room);
                } else {
                    move(random, room);
                }
            }
        }
        heads.keySet().removeIf(known -> wanted.values().stream().noneMatch(rooms -> rooms.contains(known)));
    }

    private void forget(String node, BitSet partitions) {
        wanted.get(node).removeIf(room -> partitions.get(Partitions.of(room)));
    }

    private void move(Random random, String room) {
        String epoch = "e." + random.nextInt(2);
        long head = random.nextInt(1_000);
        interest.at(room, epoch, head);
        boolean back = heads.containsKey(room) && epoch.equals(epochs.get(room)) && head < heads.get(room);
        if (interest.in(room) && !back) {
            heads.put(room, head);
            epochs.put(room, epoch);
        }
    }

    private void check() {
        for (String node : NODES) {
            HeadSum[] sums = new HeadSum[Partitions.COUNT];
            Arrays.fill(sums, HeadSum.NONE);
            for (String room : wanted.get(node)) {
                assertThat(interest.nodes(room)).contains(node);
                if (heads.containsKey(room)) {
                    int partition = Partitions.of(room);
                    sums[partition] = sums[partition].with(HeadSum.root(room, epochs.get(room)), heads.get(room));
                }
            }
            for (int partition = 0; partition < Partitions.COUNT; partition++) {
                assertThat(interest.sum(node, partition)).isEqualTo(sums[partition]);
            }
        }
    }

    private HeadSum sum(String node, String room) {
        return interest.sum(node, Partitions.of(room));
    }
}
