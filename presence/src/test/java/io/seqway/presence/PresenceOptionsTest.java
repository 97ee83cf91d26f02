package io.seqway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost",
                "redis://10.0.0.1:6380/3",
                "rediss://user:secret@cache.example.com:6379",
                "redis://:secret@[::1]/"
            })
    void takesTheAddressOfARedis(String uri) {
        assertThat(PresenceOptions.of(uri).redisUri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "localhost:6379", "http://secret@localhost", "redis://", "redis://h:p/x", "redis:// h"})
    void refusesAnythingElseWithoutRepeatingIt(String uri) {
        assertThatThrownBy(() -> PresenceOptions.of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("redis-uri")
                .hasMessageNotContaining("secret@");
    }

    @Test
    void refusesTimesThatCannotBe() {
        assertThatThrownBy(() -> new PresenceOptions("redis://localhost", 0, 0, 1, 1))
                .hasMessageContaining("lease 0 ms");
        assertThatThrownBy(() -> new PresenceOptions("redis://localhost", 1, -1, 1, 1))
                .hasMessageContaining("grace -1 ms");
        assertThatThrownBy(() -> new PresenceOptions("redis://localhost", 1, 0, 1, 0))
                .hasMessageContaining("command timeout 0 ms");
        assertThatThrownBy(() -> new PresenceOptions("redis://localhost", 1, 0, 1, 60_001))
                .hasMessageContaining("command timeout 60001 ms");
    }

    @Test
    void severalAddressesAreThoseOfARedisCluster() {
        PresenceOptions options = PresenceOptions.of("redis://a:7000, redis://b:7000");

        assertThat(options.isCluster()).isTrue();
        assertThat(options.uris()).containsExactly("redis://a:7000", "redis://b:7000");
        assertThat(PresenceOptions.of("redis://a:7000").isCluster()).isFalse();
        assertThatThrownBy(() -> PresenceOptions.of("redis://a,localhost")).hasMessageStartingWith("redis-uri");
        assertThatThrownBy(() -> PresenceOptions.of("redis://a/1,redis://b/1")).hasMessageContaining("database");
    }

    @Test
    void namesTheDatabase() {
        assertThat(PresenceOptions.of("redis://a/3").database()).isEqualTo(3);
        assertThat(PresenceOptions.of("redis://a").database()).isZero();
    }

    @Test
    void doesNotTellItsPasswordToALog() {
        assertThat(PresenceOptions.of("redis://:secret@localhost")).asString().doesNotContain("secret");
    }
}
