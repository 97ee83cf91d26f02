package io.seqway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevSecretTest {

    @TempDir
    private Path folder;

    @Test
    void theSecretOfAFolderIsAlwaysTheSame() throws StartFailure {
        Path data = folder.resolve("new");

        assertThat(DevSecret.in(data)).isEqualTo(DevSecret.in(data));
    }

    @Test
    void everyFolderHasItsOwn() throws StartFailure {
        assertThat(DevSecret.in(folder.resolve("a")).value())
                .hasSize(64)
                .isNotEqualTo(DevSecret.in(folder.resolve("b")).value());
    }

    @Test
    void onlyItsOwnerMayReadTheFile() throws StartFailure, IOException {
        DevSecret.in(folder);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("dev-jwt-secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aDamagedFileIsRefusedInsteadOfSigningWithLittle() throws IOException {
        Files.writeString(folder.resolve("dev-jwt-secret"), "short");

        assertThatThrownBy(() -> DevSecret.in(folder))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("dev-jwt-secret is damaged; remove it");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DevSecret.in(file.resolve("data")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--data-dir");
    }
}
