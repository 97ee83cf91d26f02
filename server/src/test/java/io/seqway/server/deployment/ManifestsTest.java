package io.seqway.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.config.CommandLineConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands in docker/ fits the program that it runs. */
class ManifestsTest {
    @Test
    void everyVariableIsASetting() throws IOException {
        String help = new CommandLineConfig(Map.of(), "--help").help().orElseThrow();
        assertThat(Manifests.variables())
                .hasSizeGreaterThan(10)
                .contains("SEQWAY_MONGO_URI", "SEQWAY_CLUSTER_PEERS", "SEQWAY_DRAIN_SECONDS")
                .allSatisfy(name -> assertThat(help).contains('[' + name + ']'));
    }

    @Test
    void aPodIsGivenMoreTimeToEndThanItsNodeTakes() throws IOException {
        JsonNode pod = only("Deployment").path("spec").path("template").path("spec");
        JsonNode container = pod.path("containers").path(0);
        int drainSeconds = 0;
        for (JsonNode variable : container.path("env")) {
            if (variable.path("name").asText().equals("SEQWAY_DRAIN_SECONDS")) {
                drainSeconds = variable.path("value").asInt();
            }
        }
        int preStopSeconds = container
                .path("lifecycle")
                .path("preStop")
                .path("exec")
                .path("command")
                .path(1)
                .asInt();
        assertThat(drainSeconds).isPositive();
        assertThat(preStopSeconds).isPositive();
        assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                .isGreaterThanOrEqualTo(preStopSeconds + drainSeconds + 20);
    }

    @Test
    void aPodHasNoRightsThatItDoesNotNeed() throws IOException {
        JsonNode pod = only("Deployment").path("spec").path("template").path("spec");
        JsonNode container = pod.path("containers").path(0).path("securityContext");
        assertThat(pod.path("securityContext").path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.path("capabilities").path("drop").path(0).asText()).isEqualTo("ALL");
    }

    @Test
    void oneNodeAtATimeIsTakenAway() throws IOException {
        assertThat(only("PodDisruptionBudget")
                        .path("spec")
                        .path("maxUnavailable")
                        .asInt())
                .isEqualTo(1);
        assertThat(only("Deployment")
                        .path("spec")
                        .path("strategy")
                        .path("rollingUpdate")
                        .path("maxUnavailable")
                        .asInt())
                .isEqualTo(1);
    }

    private static JsonNode only(String kind) throws IOException {
        List<JsonNode> found = Manifests.documents().stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }
}
