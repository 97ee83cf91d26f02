package io.seqway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class StopSequenceTest {
    private final StopSequence parts = new StopSequence();
    private final List<String> stopped = new ArrayList<>();

    @Test
    void whatStartedLastStopsFirst() {
        parts.started("store", () -> stopped.add("store"));
        parts.started("sockets", () -> stopped.add("sockets"));

        parts.run();

        assertThat(stopped).containsExactly("sockets", "store");
    }

    @Test
    void aPartThatDoesNotStopDoesNotKeepTheOthersFromIt() {
        parts.started("store", () -> stopped.add("store"));
        parts.started("broken", () -> {
            throw new IOException("broken");
        });

        parts.run();

        assertThat(stopped).containsExactly("store");
    }

    @Test
    void nothingStopsTwice() {
        parts.started("store", () -> stopped.add("store"));

        parts.run();
        parts.run();

        assertThat(stopped).containsExactly("store");
    }

    @Test
    void aPartThatStartsDuringTheStopIsStoppedAtOnceAndEndsTheStart() {
        parts.run();

        assertThatThrownBy(() -> parts.started("late", () -> stopped.add("late")))
                .isInstanceOf(CancellationException.class);
        assertThat(stopped).containsExactly("late");
    }
}
