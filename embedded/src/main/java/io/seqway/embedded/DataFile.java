package io.seqway.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** The file of the embedded MongoDB: opened so that nothing is committed but by an explicit call, or refused in one line. */
final class DataFile {

    static final String NAME = "mongo.h2";

    /**
     * Uncommitted bytes at which H2 would commit by itself, in the middle of a command. Larger than any command the
     * wire protocol allows (48 MB).
     */
    private static final int AUTO_COMMIT_KILOBYTES = 256 * 1024;

    private DataFile() {}

    static MVStore open(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path file = absolute.resolve(NAME);
        makeWritable(absolute, file);
        try {
            MVStore store = new MVStore.Builder()
                    .fileName(file.toString())
                    .compress()
                    .autoCommitDisabled()
                    .autoCommitBufferSize(AUTO_COMMIT_KILOBYTES)
                    .open();
            // Each commit reaches the disk before the next begins, so space that one commit freed may be used by the
            // next; the default keeps it for 45 s and lets the file grow without need.
            store.setRetentionTime(0);
            return store;
        } catch (MVStoreException e) {
            throw new IllegalStateException(reason(absolute, file, e), e);
        }
    }

    private static void makeWritable(Path folder, Path file) {
        try {
            Files.createDirectories(folder, onlyFor(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("Data folder " + folder + " cannot be used: it is not a folder", e);
        } catch (IOException e) {
            throw new IllegalStateException("Data folder " + folder + " cannot be created: " + e, e);
        }
        // H2 would open what it may not write read-only, and fail at the first write.
        if (!Files.isWritable(folder) || Files.exists(file) && !Files.isWritable(file)) {
            throw new IllegalStateException("Data folder " + folder + " cannot be written");
        }
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, onlyFor(file, "rw-------")); // H2 would let everybody read it
            }
        } catch (IOException e) {
            throw new IllegalStateException("Data folder " + folder + " cannot be written: " + e, e);
        }
    }

    /** What is made here is its owner's alone; what is there already stays as it is. */
    private static FileAttribute<?>[] onlyFor(Path path, String owner) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(owner))}
                : new FileAttribute<?>[0];
    }

    private static String reason(Path folder, Path file, MVStoreException e) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED ->
                "Data folder " + folder + " is in use by another process: stop that one, or choose another folder";
            case DataUtils.ERROR_FILE_CORRUPT, DataUtils.ERROR_UNSUPPORTED_FORMAT ->
                "Data folder " + folder + " holds a damaged file, " + file.getFileName() + ": " + e.getMessage();
            default -> "Data folder " + folder + " cannot be opened: " + e.getMessage();
        };
    }
}
