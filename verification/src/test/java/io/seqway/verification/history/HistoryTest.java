package io.seqway.verification.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A history gives back what it was given, and many events need little memory. */
class HistoryTest {
    private static final int MANY = 20_000;

    @Test
    void givesBackEachEventInOrder() {
        ClientHistory client = new History("", 0).client("alice");
        List<Event> given = new ArrayList<>();
        for (int n = 0; n < MANY; n++) {
            Message message = n % 3 == 0 ? null : new Message("r" + n % 7, "s" + n % 5, "m" + n, n * 31L);
            given.add(new Event(Event.Kind.values()[n % 15], n * 1000L - 5, "r" + n % 7, n, message, "t" + n % 11));
        }
        given.forEach(client::add);
        assertThat(client.events()).isEqualTo(given);
    }
}
