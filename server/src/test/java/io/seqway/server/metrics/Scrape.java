package io.seqway.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node says at one moment. */
final class Scrape {
    private static final Pattern SAMPLE =
            Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*})? (\\S+)$", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

    private final Map<String, Double> sums = new TreeMap<>();
    private final Map<String, Double> series = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();

    private Scrape(String text) {
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            double value = Double.parseDouble(sample.group(3));
            sums.merge(sample.group(1), value, Double::sum);
            series.put(sample.group(1) + (sample.group(2) == null ? "" : sample.group(2)), value);
        }
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
            types.put(type.group(1), type.group(2));
        }
    }

    static Scrape of(URI metrics) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return new Scrape(answer.body());
    }

    /** @param headers name and value in turn */
    static int status(URI address, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Over all labels. */
    double sum(String name) {
        return sums.getOrDefault(name, 0.0);
    }

    /** @param labels as they stand in the text, in braces */
    double value(String name, String labels) {
        return series.getOrDefault(name + labels, Double.NaN);
    }

    /** By the name of each metric. */
    Map<String, String> types() {
        return types;
    }

    boolean labelled(String name, String label) {
        return series.keySet().stream()
                .anyMatch(one -> one.matches(Pattern.quote(name) + "\\{([^}]*,)?" + label + "=.*"));
    }

    Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        Matcher label = Pattern.compile("[{,]([a-z_]+)=\"").matcher(String.join("\n", series.keySet()));
        while (label.find()) {
            labels.add(label.group(1));
        }
        return labels;
    }

    /** How many series there are of what Seqway itself counts; those of the JVM come as it finds causes to collect. */
    int size() {
        return (int) series.keySet().stream()
                .filter(one -> one.startsWith("seqway_"))
                .count();
    }

    /** The values of a label, wherever it stands. */
    Set<String> values(String label) {
        Set<String> values = new TreeSet<>();
        Pattern pair = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"");
        series.keySet().forEach(one -> {
            Matcher found = pair.matcher(one);
            while (found.find()) {
                values.add(found.group(1));
            }
        });
        return values;
    }
}
