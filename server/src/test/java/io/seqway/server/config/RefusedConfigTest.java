package io.seqway.server.config;

import static io.seqway.server.config.Configuring.SECRET;
import static io.seqway.server.config.Configuring.empty;
import static io.seqway.server.config.Configuring.production;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops the start: always with one line, which names the setting where it stands and says what is allowed. */
class RefusedConfigTest {
    private static final String SHORT_SECRET = "correct-horse-battery-staple";

    @TempDir
    private Path folder;

    private static String refusal(ThrowingCallable reading) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, reading);
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).hasLineCount(1).doesNotContain(SECRET, SHORT_SECRET);
        return refusal.getMessage();
    }

    private String refusalOfFile(String json) throws IOException {
        String file = Files.writeString(folder.resolve("seqway.json"), json).toString();
        String line = refusal(() -> production().read("--config", file));
        assertThat(line).contains(file);
        return line;
    }

    @ParameterizedTest
    @CsvSource({"jwt-secret, SEQWAY_JWT_SECRET", "mongo-uri, SEQWAY_MONGO_URI", "redis-uri, SEQWAY_REDIS_URI"})
    void withoutDevKeysAndStoresMustBeGiven(String name, String variable) {
        assertThat(refusal(() -> production().with(variable, "").read()))
                .startsWith("--" + name + " (or " + variable + ") is missing: give ")
                .endsWith("or add --dev to try it out");
    }

    @Test
    void theKeysAreTheFirstThatIsMissed() {
        assertThat(refusal(() -> empty().read())).startsWith("--jwt-secret");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ANY,
            names = {"MAX_.*", "SEND.*", "HANDSHAKE.*", "USER_.*", ".*_SECONDS", "RETENTION_.*", ".*PORT"})
    void aNumberOutOfRangeIsRefused(Setting setting) {
        for (String wrong : new String[] {"-1", "many", "1.5", "9999999999999999", "99999999999999999999"}) {
            assertThat(refusal(() -> production()
                            .read("--cluster=hazelcast", "--cluster-host=127.0.0.1", setting.flag() + "=" + wrong)))
                    .matches(setting.flag() + ": \"" + wrong
                            + "\" is not allowed; give a whole number from \\d+ to \\d+");
        }
    }

    @Test
    void aRefusalNamesThePlaceWhereTheValueStands() throws IOException {
        assertThat(refusal(() -> production().with("SEQWAY_PORT", "x").read())).startsWith("SEQWAY_PORT: \"x\"");
        assertThat(refusalOfFile("{\"port\": \"x\"}")).startsWith("\"port\" in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"room-access", "connection-policy", "cluster", "log-level", "log-format", "roles", "dev"})
    void aChoiceThatDoesNotExistIsRefusedWithThoseThatDo(String name) {
        assertThat(refusal(() -> production().read("--" + name + "=nonsense")))
                .startsWith("--" + name + ": \"nonsense\" is not allowed; give ");
    }

    @Test
    void anUnknownOptionIsRefusedWithoutItsValueAndWithASimilarOne() {
        assertThat(refusal(() -> empty().read("--jwt-sekret=" + SECRET)))
                .isEqualTo("unknown option \"--jwt-sekret\"; did you mean --jwt-secret?; --help lists all");
        assertThat(refusal(() -> empty().read(SECRET))).startsWith("unexpected argument");
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        assertThat(refusal(() -> empty().read("--port"))).startsWith("--port: needs a value");
        assertThat(refusal(() -> empty().read("--dev", "--mongo-uri="))).isEqualTo("--mongo-uri: must not be empty");
    }

    @Test
    void oneValueGivenTwiceIsRefused() {
        assertThat(refusal(() -> empty().read("--dev", "--port=1", "--port=2")))
                .isEqualTo("--port: give one value, not 2");
    }

    @Test
    void anUnknownKeyInTheFileIsRefused() throws IOException {
        assertThat(refusalOfFile("{\"mongo_uri\": \"mongodb://db\"}"))
                .contains("unknown setting \"mongo_uri\"; --help lists all");
        assertThat(refusalOfFile("{\"config\": \"other.json\"}")).contains("unknown setting \"config\"");
    }

    @Test
    void aFileThatIsNotOneJsonObjectIsRefused() throws IOException {
        assertThat(refusalOfFile("{\"jwt-secret\": \"" + SECRET + "\",,}"))
                .contains("not valid JSON at line 1, column");
        assertThat(refusalOfFile("{\"port\": 1, \"port\": 2}")).contains("not valid JSON");
        assertThat(refusalOfFile("{} {}")).contains("not valid JSON");
        assertThat(refusalOfFile("[]")).contains("must hold one JSON object");
        assertThat(refusalOfFile("")).contains("must hold one JSON object");
        assertThat(refusalOfFile("{\"port\": null}")).contains("\"port\" in ").contains("give a string, a number");
        assertThat(refusalOfFile("{\"port\": {\"a\": 1}}")).contains("\"port\" in ");
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        assertThat(refusal(() -> empty().with("SEQWAY_CONFIG", "/nowhere.json").read()))
                .isEqualTo("SEQWAY_CONFIG: there is no file /nowhere.json");
    }

    @Test
    void aShortSecretIsRefusedAndNotShown() {
        assertThat(refusal(() -> production().read("--jwt-secret=a:" + SECRET + ",b:" + SHORT_SECRET)))
                .startsWith("--jwt-secret: secret number 2 has 28 bytes; give at least 32");
    }

    @Test
    void twoSecretsOfOneKidAreRefused() {
        assertThat(refusal(() -> production().read("--jwt-secret=" + SECRET + "," + SECRET)))
                .startsWith("--jwt-secret: several secrets need a kid of their own");
    }

    @Test
    void developmentIsForLoopbackOnly() {
        assertThat(refusal(() -> empty().read("--dev", "--host=0.0.0.0")))
                .startsWith("--host: \"0.0.0.0\" is not allowed; give a loopback address with --dev");
    }

    @ParameterizedTest
    @CsvSource({"mongo-uri, mongodb://", "redis-uri, redis://"})
    void anAddressOfAnotherSchemeIsRefusedAndNotShown(String name, String scheme) {
        assertThat(refusal(() -> production().read("--" + name, "http://me:" + SHORT_SECRET + "@db")))
                .startsWith("--" + name + ": must start with " + scheme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "example.com", "https://example.com/", "ftp://example.com"})
    void anOriginThatNoBrowserSendsIsRefused(String origin) {
        assertThat(refusal(() -> production().read("--allowed-origins", origin)))
                .startsWith("--allowed-origins: \"" + origin + "\" is not allowed; give origins such as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0", "fd00::/129", "10.0.0.1:80", "*"})
    void aProxyThatIsNoAddressIsRefused(String proxy) {
        assertThat(refusal(() -> production().read("--trusted-proxies", proxy)))
                .isEqualTo("--trusted-proxies: \"" + proxy
                        + "\" is not allowed; give addresses such as 10.0.0.7, 10.0.0.0/8 or fd00::/8");
    }

    @Test
    void aDatabaseNameThatMongoDbDoesNotTakeIsRefused() {
        assertThat(refusal(() -> production().read("--mongo-database", "a/b"))).startsWith("--mongo-database: \"a/b\"");
        assertThat(refusal(() -> production().read("--mongo-database", "local")))
                .isEqualTo(
                        "--mongo-database: \"local\" is not allowed; give another name: MongoDB keeps its own there");
    }

    @Test
    void aNodeThatIsAloneMustBeAbleToServe() {
        assertThat(refusal(() -> production().read("--roles", "gateway,presence")))
                .startsWith("--roles: a node that is alone needs gateway and message-store");
    }

    @Test
    void peersWithoutAClusterAreRefused() {
        assertThat(refusal(() -> production().read("--cluster-peers", "a:5701")))
                .isEqualTo("--cluster-peers: has no effect without --cluster hazelcast");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:0", "a:65536", "a:b", ":5701", "http://a:5701"})
    void aPeerIsAHostAndAPort(String peer) {
        assertThat(refusal(() -> production().read("--cluster", "hazelcast", "--cluster-peers", peer)))
                .isEqualTo("--cluster-peers: \"" + peer + "\" is not allowed; give host:port of other nodes");
    }

    @Test
    void aBodyMustFitInAFrameWithWhatStandsAroundIt() {
        assertThat(refusal(() -> production().read("--max-body-bytes=65536", "--max-frame-bytes=65536")))
                .isEqualTo("--max-body-bytes: a body of 65536 bytes (max-body-bytes) needs a frame of 66560"
                        + " with what stands around it, not of 65536 (max-frame-bytes)");
        assertThat(production()
                        .read("--max-body-bytes=65536", "--max-frame-bytes=66560")
                        .limits()
                        .maxBodyBytes())
                .isEqualTo(65_536);
    }

    @Test
    void aLongValueWithLineBreaksIsShownShortAndOnOneLine() {
        assertThat(refusal(() -> production().read("--port", "1\n2" + "3".repeat(1000))))
                .startsWith("--port: \"1?2333")
                .hasSizeLessThan(200);
    }

    @Test
    void encryptionOfTheEventBusNeedsThreeFiles() {
        String key = folder.resolve("node.key").toString();
        assertThat(refusal(() -> production().read("--cluster", "hazelcast", "--cluster-tls-key", key)))
                .isEqualTo("--cluster-tls-key: \"" + key + "\" is not allowed; give a file that can be read");
        assertThat(refusal(() -> production().read("--cluster", "hazelcast", "--cluster-tls-ca", key)))
                .isEqualTo(
                        "--cluster-tls-key (or SEQWAY_CLUSTER_TLS_KEY) is missing: an encrypted event bus needs a key, a certificate and an authority");
        assertThat(refusal(() -> production().read("--cluster-tls-key", key)))
                .isEqualTo("--cluster-tls-key: has no effect without --cluster hazelcast");
    }
}
