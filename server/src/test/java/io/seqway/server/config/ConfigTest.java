package io.seqway.server.config;

import static io.seqway.server.config.Configuring.SECRET;
import static io.seqway.server.config.Configuring.empty;
import static io.seqway.server.config.Configuring.production;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.auth.SendRate;
import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.gateway.door.DoorOptions;
import io.seqway.gateway.presence.ConnectionLimit;
import io.seqway.gateway.session.UserLimits;
import io.seqway.protocol.Limits;
import io.seqway.protocol.cluster.Role;
import io.seqway.store.retention.Retention;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

    @TempDir
    private Path folder;

    private String file(String json) throws IOException {
        return Files.writeString(folder.resolve("seqway.json"), json).toString();
    }

    @Test
    void aDevelopmentNodeNeedsNothingElse() {
        Config config = empty().read("--dev");

        assertThat(config.roles()).containsExactlyInAnyOrder(Role.values());
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().managementPort()).isEmpty();
        assertThat(config.access().openRooms()).isTrue();
        assertThat(config.access().secrets()).isEmpty();
        assertThat(config.stores().mongoUri()).isEmpty();
        assertThat(config.stores().redisUri()).isEmpty();
        assertThat(config.dataDir()).isEqualTo(Path.of("./data"));
        assertThat(config.cluster()).isEmpty();
        assertThat(config.limits()).isEqualTo(Limits.DEFAULTS);
    }

    @Test
    void withoutDevRoomsAreForMembersAndTheNodeListensEverywhere() {
        Config config = production().read();

        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.access().openRooms()).isFalse();
        assertThat(config.access().secrets()).containsExactly(new Secret(null, SECRET));
        assertThat(config.stores().mongoUri()).contains("mongodb://db/?replicaSet=rs0");
        assertThat(config.stores().redisUri()).contains("redis://cache");
    }

    @Test
    void aFlagIsStrongerThanTheEnvironmentWhichIsStrongerThanTheFile() throws IOException {
        String file = file("""
                {"port": 1001, "max-depth": 11, "auth-seconds": 21}""");
        Config config = production()
                .with("SEQWAY_CONFIG", file)
                .with("SEQWAY_PORT", "1002")
                .with("SEQWAY_MAX_DEPTH", "12")
                .read("--port", "1003");

        assertThat(config.http().port()).isEqualTo(1003);
        assertThat(config.limits().maxDepth()).isEqualTo(12);
        assertThat(config.limits().authSeconds()).isEqualTo(21);
    }

    @Test
    void theFileMayAlsoBeNamedByAFlag() throws IOException {
        Config config = production()
                .read(
                        "--config",
                        file("{\"room-access\": \"open\", \"roles\": [\"gateway\", "
                                + "\"message-store\"], \"dev\": false}"));

        assertThat(config.access().openRooms()).isTrue();
        assertThat(config.roles()).containsExactlyInAnyOrder(Role.GATEWAY, Role.MESSAGE_STORE);
    }

    @Test
    void anEmptyVariableCountsAsNone() {
        assertThat(production().with("SEQWAY_PORT", "").read().http().port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEQWAY_PORT", "SEQWAY_CLUSTER_PORT", "SEQWAY_MANAGEMENT_PORT"})
    void aPortThatKubernetesTellsOfAServiceCountsAsNone(String variable) {
        Config config = production()
                .with(variable, "tcp://10.0.0.1:8080")
                .read("--cluster=hazelcast", "--cluster-host=127.0.0.1");

        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().managementPort()).isEmpty();
        assertThat(config.cluster().orElseThrow().port()).isEqualTo(5701);
    }

    @Test
    void aVariableThatIsNoSettingIsNamedWithTheOneThatMayBeMeant() {
        Map<String, String> environment = Map.of(
                "SEQWAY_MONGO_URL", "mongodb://me:hunter2@db",
                "SEQWAY_QQQ", "1",
                "SEQWAY_PORT", "8080",
                "PATH", "/bin");

        assertThat(new CommandLineConfig(environment).warnings())
                .containsExactly(
                        "the variable \"SEQWAY_MONGO_URL\" is no setting; did you mean SEQWAY_MONGO_URI?",
                        "the variable \"SEQWAY_QQQ\" is no setting; --help lists all");
    }

    @Test
    void whatKubernetesTellsOfServicesIsNotWarnedOf() {
        Map<String, String> environment = Map.of(
                "SEQWAY_SERVICE_HOST", "10.0.0.1",
                "SEQWAY_SERVICE_PORT", "8080",
                "SEQWAY_SERVICE_PORT_HTTP", "8080",
                "SEQWAY_PORT", "tcp://10.0.0.1:8080",
                "SEQWAY_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "SEQWAY_PORT_8080_TCP_ADDR", "10.0.0.1",
                "SEQWAY_NODES_PORT", "udp://10.0.0.1:5701",
                "SEQWAY_TEST_MONGO_URI", "mongodb://db");

        assertThat(new CommandLineConfig(environment).warnings()).isEmpty();
        assertThat(new CommandLineConfig(Map.of("SEQWAY_PROT_PORT", "8080")).warnings())
                .hasSize(1);
    }

    @Test
    void aListIsGivenWithCommasOrByRepetition() {
        assertThat(production()
                        .read("--allowed-origins", "https://a.example, https://b.example", "--allowed-origins=http://c")
                        .http()
                        .allowedOrigins())
                .isEqualTo(List.of("https://a.example", "https://b.example", "http://c"));
    }

    @Test
    void severalSecretsAreToldApartByTheirKid() {
        assertThat(production()
                        .read("--jwt-secret", "new:" + SECRET, "--jwt-secret", SECRET + "!")
                        .access()
                        .secrets())
                .isEqualTo(List.of(new Secret("new", SECRET), new Secret(null, SECRET + "!")));
    }

    @Test
    void aManagementPortThatIsTheSamePortIsNoOtherPort() {
        assertThat(production().read("--management-port", "8080").http().managementPort())
                .isEmpty();
        assertThat(production().read("--management-port", "9090").http().managementPort())
                .hasValue(9090);
    }

    @Test
    void theDatabaseIsTheOneGivenElseThatOfTheAddress() {
        String named = "mongodb://me:secret@a:1,b:2/chat?replicaSet=rs0";
        assertThat(production().read("--mongo-uri=" + named).stores().mongoDatabase())
                .isEqualTo("chat");
        assertThat(production()
                        .read("--mongo-uri=" + named, "--mongo-database=other")
                        .stores()
                        .mongoDatabase())
                .isEqualTo("other");
        assertThat(production()
                        .read("--mongo-uri=mongodb://a/?replicaSet=rs0")
                        .stores()
                        .mongoDatabase())
                .isEqualTo("seqway");
    }

    @Test
    void aNodeNeedsOnlyWhatItsRolesNeed() {
        Config store = empty().with("SEQWAY_MONGO_URI", "mongodb://db")
                .read("--roles", "message-store", "--cluster", "hazelcast", "--cluster-host", "127.0.0.1");

        assertThat(store.roles()).containsExactly(Role.MESSAGE_STORE);
        assertThat(store.cluster().orElseThrow().eventBusPort()).isEqualTo(5702);
    }

    @Test
    void everyLimitOfTheProtocolIsASetting() throws ReflectiveOperationException {
        for (RecordComponent component : Limits.class.getRecordComponents()) {
            String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            int other = (int) component.getAccessor().invoke(Limits.DEFAULTS) - 1;

            Limits limits =
                    production().read("--" + name, Integer.toString(other)).limits();

            assertThat(component.getAccessor().invoke(limits)).as(name).isEqualTo(other);
        }
    }

    @Test
    void theDoorIsAsWideAsItIsSaid() {
        DoorOptions door = production()
                .read(
                        "--handshakes-per-second=7",
                        "--handshake-burst=8",
                        "--max-unauthenticated-per-address=9",
                        "--max-connections=10",
                        "--trusted-proxies=10.0.0.0/8, fd00::1")
                .door();

        assertThat(door.handshakesPerSecond()).isEqualTo(7);
        assertThat(door.handshakeBurst()).isEqualTo(8);
        assertThat(door.maxUnauthenticated()).isEqualTo(9);
        assertThat(door.maxConnections()).isEqualTo(10);
        assertThat(door.trustedProxies()).asString().isEqualTo("[10.0.0.0/8, fd00::1]");
        assertThat(production().read().door()).isEqualTo(DoorOptions.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"handshakes-per-second", "handshake-burst", "max-unauthenticated-per-address"})
    void addressesOfThisMachineCountWhereALimitByAddressIsGiven(String name) {
        assertThat(production().read().door().loopbackToo()).isFalse();
        assertThat(production().read("--" + name + "=5").door().loopbackToo()).isTrue();
    }

    @Test
    void whatUsersMaySendFollowsFromWhatAConnectionMay() {
        assertThat(production().read().users())
                .isEqualTo(new UserLimits(new SendRate(400, 800), new SendRate(1_000, 2_000)));
        assertThat(production()
                        .read("--sends-per-second=10", "--send-burst=30", "--user-send-burst=31")
                        .users())
                .isEqualTo(new UserLimits(new SendRate(40, 31), new SendRate(100, 300)));
        assertThat(production()
                        .read("--user-sends-per-second=7", "--max-sends-per-second=8", "--max-send-burst=9")
                        .users())
                .isEqualTo(new UserLimits(new SendRate(7, 800), new SendRate(8, 9)));
    }

    @Test
    void aUserHasManyConnectionsOrTheNewestOne() {
        assertThat(production().read().connections()).isEqualTo(new ConnectionLimit(32, false));
        assertThat(production().read("--max-connections-per-user=3").connections())
                .isEqualTo(new ConnectionLimit(3, false));
        assertThat(production().read("--connection-policy=replace").connections())
                .isEqualTo(new ConnectionLimit(1, true));
        assertThat(production()
                        .read("--connection-policy=replace", "--max-connections-per-user=3")
                        .connections())
                .isEqualTo(new ConnectionLimit(3, true));
    }

    @Test
    void theHelpListsEverySettingWithItsVariableAndDefault() {
        String help = new CommandLineConfig(Map.of(), "--help").help().orElseThrow();

        assertThat(help).isNotEmpty();
        assertThat(Setting.values())
                .allSatisfy(setting -> assertThat(help).contains(setting.flag(), setting.variable()));
        assertThat(Arrays.stream(Setting.values()).filter(setting -> setting.defaultText != null))
                .allSatisfy(setting -> assertThat(help.replaceAll("\\s+", " "))
                        .contains("(default: " + setting.defaultText + ") [" + setting.variable() + "]"));
    }

    @Test
    void aConfigurationShownDoesNotShowSecrets() {
        Config config = production()
                .with("SEQWAY_MONGO_URI", "mongodb://me:hunter2@db")
                .with("SEQWAY_REDIS_URI", "redis://:hunter3@cache")
                .read();

        assertThat(config.toString()).doesNotContain(SECRET, "hunter2", "hunter3");
    }

    @Test
    void everythingIsKeptUnlessARetentionIsGiven() {
        assertThat(production().read().retention()).isEqualTo(Retention.FOREVER);
        assertThat(production()
                        .read("--retention-days=90", "--retention-entries=100000")
                        .retention())
                .isEqualTo(new Retention(TimeUnit.DAYS.toMillis(90), 100_000));
        assertThat(production().read("--retention-days=1").retention())
                .isEqualTo(new Retention(TimeUnit.DAYS.toMillis(1), 0));
    }
}
