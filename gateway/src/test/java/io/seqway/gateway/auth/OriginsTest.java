package io.seqway.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may connect. */
class OriginsTest {
    private static final String HOST = "chat.example.com";

    private final Origins strict = new Origins(List.of("https://app.example.com"), false);
    private final Origins development = new Origins(List.of(), true);

    @Test
    void whatIsNoBrowserMayConnect() {
        assertThat(strict.allows(null, HOST)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://chat.example.com", "http://chat.example.com", "https://app.example.com"})
    void pagesOfTheSameHostAndListedOnesMayConnect(String origin) {
        assertThat(strict.allows(origin, HOST)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "https://evil.example",
                "https://app.example.com.evil",
                "https://app.example.com:8443",
                "http://app.example.com",
                "https://app.example.com/",
                "https://chat.example.com@evil.example",
                "https://chat.example.com:444",
                "file://chat.example.com",
                "https://chat.example.com/path",
                "http://localhost:3000",
                "not a url"
            })
    void othersMayNot(String origin) {
        assertThat(strict.allows(origin, HOST)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:9000"})
    void inDevelopmentPagesOfThisMachineMayConnect(String origin) {
        assertThat(development.allows(origin, "localhost:8080")).isTrue();
        assertThat(development.allows("http://localhost.evil.example", "localhost:8080"))
                .isFalse();
    }
}
