package io.seqway.verification.mistake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The mistakes of {@link ProofGoesRedTest} are edits of sources that go on being changed: whoever does so hears of it here. */
class MistakesCanBeMadeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void eachMistakeFindsWhatItReplaces(Mistake mistake) throws IOException {
        Path sources = WrongServer.sources(mistake, folder);
        for (Edit edit : mistake.edits()) {
            assertThat(sources.resolve(edit.file())).content().contains(edit.wrong());
        }
    }

    @Test
    void whatIsNotThereCannotBeReplaced() throws IOException {
        Files.writeString(folder.resolve("A.java"), "one two");
        assertThatThrownBy(() -> new Edit("A.java", "three", "four").apply(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A.java");
    }

    @Test
    void whatIsThereTwiceCannotBeReplaced() throws IOException {
        Files.writeString(folder.resolve("A.java"), "one one");
        assertThatThrownBy(() -> new Edit("A.java", "one", "two").apply(folder))
                .isInstanceOf(IllegalStateException.class);
    }
}
