package io.seqway.protocol.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who should own what. */
class PartitionsTest {
    @Test
    void roomsSpreadOverAllPartitions() {
        Map<Integer, Long> rooms = IntStream.range(0, 64_000)
                .mapToObj(i -> Partitions.of("room-" + i))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(rooms).hasSize(Partitions.COUNT);
        assertThat(rooms.values()).allSatisfy(count -> assertThat(count).isBetween(800L, 1_200L));
    }

    @Test
    void nodesShareThePartitions() {
        List<String> nodes = List.of("a5f1", "b7c2", "c9d3");
        Map<String, Long> owned = IntStream.range(0, Partitions.COUNT)
                .mapToObj(partition -> Partitions.owner(partition, nodes))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(owned.keySet()).containsExactlyInAnyOrderElementsOf(nodes);
        assertThat(owned.values()).allSatisfy(count -> assertThat(count).isGreaterThan(8));
    }

    @Test
    void whenANodeLeavesOnlyItsOwnPartitionsMove() {
        List<String> before = List.of("a5f1", "b7c2", "c9d3");
        List<String> after = List.of("a5f1", "c9d3");
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            String owner = Partitions.owner(partition, before);
            if (!owner.equals("b7c2")) {
                assertThat(Partitions.owner(partition, after)).isEqualTo(owner);
            }
        }
    }

    @Test
    void withoutNodesThereIsNoOwner() {
        assertThat(Partitions.owner(0, List.of())).isNull();
    }
}
