package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeqwayOptionsTest {
    @Test
    void anAddressWithoutAPathIsThatOfTheSocket() {
        assertThat(new SeqwayOptions("https://chat.example.com").url).isEqualTo("wss://chat.example.com/ws");
        assertThat(new SeqwayOptions("http://localhost:8080/").url).isEqualTo("ws://localhost:8080/ws");
        assertThat(new SeqwayOptions("wss://a.example/gate?x=1").url).isEqualTo("wss://a.example/gate?x=1");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertThatThrownBy(() -> new SeqwayOptions("localhost:8080"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("url must be");
    }

    @Test
    void whatIsOutOfRangeIsRefusedByItsName() {
        SeqwayOptions options = Rig.options();
        assertThatThrownBy(() -> options.setBaseDelayMs(0)).hasMessage("baseDelayMs must be 1 or more, and it is 0");
        assertThatThrownBy(() -> RoomOptions.tail(1_001)).hasMessage("tail must be 0 to 1000, and it is 1001");
        assertThatThrownBy(() -> new StreamOptions(null, null, 0))
                .hasMessageContaining("chunkBytes must be 1 to 1000000");
        assertThatThrownBy(() -> new Position(-1, null)).hasMessageContaining("lastSeq must be 0 or more");
    }

    @Test
    void whatIsNoJsonIsNoBody() {
        Room room = new Rig().client.room("r");
        assertThatThrownBy(() -> room.send(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("body must be JSON");
    }
}
