package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void theExampleIsOneThatCompiles() throws IOException {
        Matcher example =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(example.find()).isTrue();
        String compiled = Files.readString(Path.of("src/test/java/io/seqway/client/ReadmeExample.java"));
        assertThat(compiled.replaceAll("\\s", "")).contains(example.group(1).replaceAll("\\s", ""));
    }

    @Test
    void theDefaultsAreThoseOfTheTable() throws IOException {
        SeqwayOptions options = new SeqwayOptions("http://localhost");
        assertThat(Files.readString(Path.of("README.md")))
                .contains(row("baseDelayMs", options.baseDelayMs))
                .contains(row("maxDelayMs", options.maxDelayMs))
                .contains(row("connectTimeoutMs", options.connectTimeoutMs))
                .contains(row("maxQueued", options.maxQueued))
                .contains(row("maxQueuedBytes", options.maxQueuedBytes));
        assertThat(options.maxAttempts).isEqualTo(Integer.MAX_VALUE);
    }

    private static String row(String option, long value) {
        return "| `" + option + "` | " + String.format("%,d", value).replace('.', ',');
    }
}
