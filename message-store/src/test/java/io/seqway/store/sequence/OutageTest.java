package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** However often a read is tried again, its cause is said once. */
class OutageTest {
    private final List<String> lines = new ArrayList<>();
    private final Outage outage = new Outage(lines::add);

    @Test
    void eachOutageIsSaidOnceWithItsCause() {
        outage.goesOn(new IllegalStateException("no primary"));
        outage.goesOn(new IllegalStateException("no primary"));
        assertThat(lines).singleElement().asString().contains("no primary");
        outage.ends();
        outage.goesOn(new IllegalStateException("connection refused"));
        assertThat(lines).hasSize(2).last().asString().contains("connection refused");
    }
}
