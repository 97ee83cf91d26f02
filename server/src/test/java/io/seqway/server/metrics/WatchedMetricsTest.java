package io.seqway.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard name what there is: the metrics of docs/metrics.md, with the labels that they have. */
class WatchedMetricsTest {
    private static final Path DOCKER = Path.of("../docker");
    private static final Pattern NAME = Pattern.compile("\\bseqway_[a-z_]+");
    private static final Pattern LABEL = Pattern.compile("(?<=[{,(] ?)([a-z_]+)(?==|[,)])");
    private static final Set<String> NOT_OURS = Set.of("instance", "le", "job", "area", "alertname", "alertstate");
    private static final Pattern ALERT = Pattern.compile("^\\| `(Seqway\\w+)` \\|", Pattern.MULTILINE);

    @Test
    void everyAlertNamesMetricsThatThereAre() throws IOException {
        for (JsonNode rule : rules()) {
            requireKnown(rule.path("expr").asText(), rule.path("alert").asText());
            assertThat(rule.path("annotations").path("action").asText())
                    .as("what to do at " + rule.path("alert").asText())
                    .isNotBlank();
        }
    }

    @Test
    void everyQueryOfTheDashboardNamesMetricsThatThereAre() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DOCKER.resolve("grafana/seqway.json")));
        List<String> queries = dashboard.findValuesAsText("expr");
        assertThat(queries).hasSizeGreaterThan(40);
        queries.forEach(query -> requireKnown(query, query));
    }

    @Test
    void everyMetricIsShownOrWatched() throws IOException {
        String all = Files.readString(DOCKER.resolve("grafana/seqway.json"))
                + Files.readString(DOCKER.resolve("prometheus/alerts.yaml"));
        Set<String> unseen = new TreeSet<>(Documented.all().keySet());
        unseen.removeIf(name -> all.contains(name));
        assertThat(unseen).containsExactlyInAnyOrder("seqway_connections_opened_total", "seqway_store_writable");
    }

    @Test
    void theDocumentListsAllAlerts() throws IOException {
        Matcher row = ALERT.matcher(Files.readString(Documented.DOCS.resolve("metrics.md")));
        List<String> listed = new ArrayList<>();
        while (row.find()) {
            listed.add(row.group(1));
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(alerts());
    }

    @Test
    void everyAlertFiresInItsTest() throws IOException {
        JsonNode tests = new YAMLMapper()
                .readTree(Files.readString(DOCKER.resolve("prometheus/alerts-test.yaml")))
                .path("tests");
        Set<String> fire = new TreeSet<>();
        for (JsonNode test : tests) {
            for (JsonNode check : test.path("promql_expr_test")) {
                if (check.path("exp_samples").path(0).path("value").asInt() > 0) {
                    alerts().stream()
                            .filter(name -> check.path("expr").asText().contains('"' + name + '"'))
                            .forEach(fire::add);
                }
            }
        }
        assertThat(fire).containsExactlyInAnyOrderElementsOf(alerts());
    }

    private static List<JsonNode> rules() throws IOException {
        JsonNode file = new YAMLMapper().readTree(Files.readString(DOCKER.resolve("prometheus/alerts.yaml")));
        List<JsonNode> rules = new ArrayList<>();
        file.path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    private static List<String> alerts() throws IOException {
        return rules().stream().map(rule -> rule.path("alert").asText()).toList();
    }

    private static void requireKnown(String query, String where) {
        Map<String, Documented> known;
        try {
            known = Documented.all();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        StringBuilder labels = new StringBuilder();
        Matcher name = NAME.matcher(query);
        while (name.find()) {
            String metric = name.group().replaceFirst("_(bucket|sum|count|max)$", "");
            Documented documented = known.getOrDefault(name.group(), known.get(metric));
            assertThat(documented).as(name.group() + " in " + where).isNotNull();
            assertThat(documented.type().equals("histogram"))
                    .as("the right series of " + documented.name() + " in " + where)
                    .isEqualTo(!name.group().equals(documented.name()));
            labels.append(documented.labels());
        }
        Matcher label = LABEL.matcher(query);
        while (label.find()) {
            if (!NOT_OURS.contains(label.group(1)) && !label.group(1).startsWith("seqway_")) {
                assertThat(labels.toString()).as(where).contains('`' + label.group(1) + '`');
            }
        }
    }
}
