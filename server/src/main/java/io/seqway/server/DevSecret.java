package io.seqway.server;

import io.seqway.gateway.auth.TokenOptions.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that signs tokens in development: random, and kept in the data folder so that tokens outlive a restart. */
final class DevSecret {
    private static final String FILE = "dev-jwt-secret";
    private static final int BYTES = 32;

    private DevSecret() {}

    /** @throws StartFailure if the folder cannot be written, or what is there is not a secret */
    static Secret in(Path folder) throws StartFailure {
        Path file = folder.toAbsolutePath().normalize().resolve(FILE);
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            String secret = Files.readString(file).strip();
            if (secret.length() < 2 * BYTES) {
                throw new StartFailure("the file " + file + " is damaged; remove it, and a new secret will be made");
            }
            return new Secret(null, secret);
        } catch (IOException e) {
            throw new StartFailure("cannot read or write " + file + "; make it writable or give --data-dir", e);
        }
    }

    /** By way of another name, so that a process that is killed in between leaves no half secret. */
    private static void write(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Files.createDirectories(file.getParent());
        Path draft = file.resolveSibling(FILE + ".draft");
        Files.deleteIfExists(draft);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(draft, HexFormat.of().formatHex(random));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
