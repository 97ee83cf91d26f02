package io.seqway.server.config;

import static io.seqway.server.config.Configuring.SECRET;
import static io.seqway.server.config.Configuring.empty;
import static io.seqway.server.config.Configuring.production;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.gateway.auth.KeySource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where public keys may be read from, and for whom they sign. */
class KeySourcesTest {
    private static final String STORES = "--mongo-uri=mongodb://db/?replicaSet=rs0";

    @TempDir
    private Path folder;

    @Test
    void keysMayLieBehindAnAddressOrInAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("keys=1.pem"));

        assertThat(sources("https://idp.example/keys?tenant=7"))
                .containsExactly(key(null, "https://idp.example/keys?tenant=7"));
        assertThat(sources("http://localhost:9000/jwks", "http://127.0.0.1/jwks", "http://[::1]:1/jwks"))
                .hasSize(3);
        assertThat(sources(file.toString())).containsExactly(new KeySource(null, file.toUri()));
    }

    @Test
    void anIssuerStandsBeforeAnEqualsSign() throws IOException {
        Path file = Files.createFile(folder.resolve("b.json"));

        assertThat(production()
                        .read(
                                "--jwt-issuer=own",
                                "--jwks",
                                "https://a.example=https://a.example/keys?x=1,b=" + file + ",https://c.example/keys")
                        .access()
                        .publicKeys())
                .containsExactly(
                        key("https://a.example", "https://a.example/keys?x=1"),
                        new KeySource("b", file.toUri()),
                        key(null, "https://c.example/keys"));
    }

    @Test
    void publicKeysAreEnoughWithoutASecret() {
        Config config = empty().read(STORES, "--redis-uri=redis://r", "--jwks=https://idp.example/keys");

        assertThat(config.access().secrets()).isEmpty();
        assertThat(config.access().publicKeys()).hasSize(1);
        assertThat(config.access().keyRefreshMs()).isEqualTo(600_000);
        assertThat(production().read("--jwks-refresh-seconds=60").access().keyRefreshMs())
                .isEqualTo(60_000);
    }

    @Test
    void withoutAnyKeyBothWaysAreNamed() {
        assertThatThrownBy(() -> empty().read(STORES, "--redis-uri=redis://r"))
                .hasMessageContainingAll("--jwt-secret", "--jwks", "--dev");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example/keys",
                "http://127.0.0.1.example/keys",
                "http://127.0.0.1@idp.example/keys",
                "https://me:hunter2@idp.example/keys",
                "https://",
                "https:///keys",
                "https://idp.example/keys#1",
                "ftp://idp.example/keys",
                "file:///etc/passwd",
                "jar:file:///a!/b",
                "/nowhere/keys.pem",
                "a=/nowhere/keys.pem"
            })
    void anAddressThatAnybodyCouldAnswerForIsRefused(String place) {
        assertThatThrownBy(() -> sources(place))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith("--jwks: ")
                .contains("a file that can be read")
                .doesNotContain("\n", "hunter2");
    }

    @Test
    void whereSomeKeysHaveAnIssuerTheOthersMayNotSignForEverybody() {
        String issued = "https://a.example=https://a.example/keys";
        for (String others : List.of("--jwt-secret=" + SECRET, "--jwks=https://b.example/keys")) {
            assertThatThrownBy(() -> empty().read(STORES, "--redis-uri=redis://r", "--jwks=" + issued, others))
                    .hasMessageStartingWith("--jwks: where some keys have an issuer, all need one");
        }
        assertThat(empty().read(STORES, "--redis-uri=redis://r", "--jwks=" + issued)
                        .access()
                        .publicKeys())
                .hasSize(1);
    }

    private static List<KeySource> sources(String... places) {
        return production().read("--jwks", String.join(",", places)).access().publicKeys();
    }

    private static KeySource key(String issuer, String address) {
        return new KeySource(issuer, URI.create(address));
    }
}
