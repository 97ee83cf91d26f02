package io.seqway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that a process ends with this JVM, be it by SIGKILL: a shell that reads a pipe whose other end only this
 * JVM holds, and kills the process at the pipe's end. Where there is no POSIX shell, only an orderly end of the JVM
 * does it.
 */
final class ProcessGuard {

    private static final Path SHELL = Path.of("/bin/sh");
    private static final String SCRIPT = "read -r dismissed || kill -9 \"$1\"";
    private static final int DISMISSAL_SECONDS = 10;

    private final Process watched;
    private final Process shell;

    private ProcessGuard(Process watched, Process shell) {
        this.watched = watched;
        this.shell = shell;
    }

    static ProcessGuard of(Process watched) throws IOException {
        if (!Files.isExecutable(SHELL)) {
            ProcessHandle handle = watched.toHandle();
            Runtime.getRuntime().addShutdownHook(new Thread(handle::destroyForcibly, "end of process"));
            return new ProcessGuard(watched, null);
        }
        Process shell = new ProcessBuilder(SHELL.toString(), "-c", SCRIPT, "guard", Long.toString(watched.pid()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new ProcessGuard(watched, shell);
    }

    /** To be called once the process is gone: its id may then be another's. */
    synchronized void dismiss() {
        if (watched.isAlive()) {
            throw new IllegalStateException("Process " + watched.pid() + " is still there");
        }
        if (shell != null && shell.isAlive()) {
            try {
                shell.getOutputStream().write("dismissed\n".getBytes(StandardCharsets.US_ASCII));
                shell.getOutputStream().flush();
                shell.waitFor(DISMISSAL_SECONDS, TimeUnit.SECONDS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
