package io.seqway.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each command in each of eight ways, by black-box clients, as docs/protocol.md has it: through the node that owns the
 * room, and through the other one. The rows are the tables in the resources of this package: the command, the case, and
 * who says and hears what. {@link Scene} says who is there.
 */
@Execution(ExecutionMode.CONCURRENT)
class CommandRowsIT {
    private static final List<String> TABLES = List.of(
            "changes.yaml",
            "readers.yaml",
            "onlookers.yaml",
            "return.yaml",
            "chunks.yaml",
            "http-rooms.yaml",
            "http-members.yaml",
            "http-messages.yaml",
            "http-streams.yaml");

    private static TwoNodes nodes;

    @BeforeAll
    static void start() {
        nodes = TwoNodes.start();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @ParameterizedTest(name = "{0}, through {1}")
    @MethodSource
    void eachRowThroughTheOwnerAndThroughTheOtherNode(Row row, String through) {
        try (Scene scene = new Scene(nodes, through.equals("the owner") ? 0 : 1, row)) {
            scene.play();
        }
    }

    static Stream<Arguments> eachRowThroughTheOwnerAndThroughTheOtherNode() {
        return rows().filter(row -> row.why() == null)
                .flatMap(row -> Stream.of("the owner", "the other node").map(through -> Arguments.of(row, through)));
    }

    @Test
    void noCaseOfACommandIsLeftOutWithoutAReason() {
        Map<String, List<String>> cases =
                rows().collect(Collectors.groupingBy(Row::command, Collectors.mapping(Row::when, Collectors.toList())));
        assertThat(cases.values()).allSatisfy(of -> assertThat(of).isEqualTo(Row.CASES));
        assertThat(rows())
                .allMatch(row ->
                        row.why() == null ? !row.steps().isEmpty() : !row.why().isBlank());
    }

    private static Stream<Row> rows() {
        return TABLES.stream().map(Row::of).flatMap(List::stream);
    }
}
