package io.seqway.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A program that ends, and whose folder is removed, when this JVM ends, be it by SIGKILL: a shell beside it reads the
 * pipe whose other end only this JVM holds. It runs in a session of its own where the system can, so that Ctrl-C in a
 * terminal reaches it only through this JVM. Where there is no POSIX shell (Windows) it is an ordinary child.
 */
final class SupervisedProcess implements AutoCloseable {

    private static final Path SHELL = Path.of("/bin/sh");

    /** It writes nothing itself: with the JVM gone its output is a broken pipe, and to write would be its end. */
    private static final String SUPERVISOR = """
            folder=$1; shift
            exec 3<&0 4>&1 >/dev/null 2>&1
            "$@" </dev/null >&4 2>&4 3<&- 4>&- &
            program=$!
            ( while read -r line; do :; done; kill -9 "$program" ) <&3 3<&- 4>&- &
            watcher=$!
            exec 3<&- 4>&-
            wait "$program"; code=$?
            kill -9 "$watcher"
            rm -rf "$folder"
            exit "$code"
            """;

    private static final int TAIL_LINES = 20;
    private static final int EXIT_SECONDS = 10;

    private final Process process;
    private final Path folder;
    private final Deque<String> tail = new ArrayDeque<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private SupervisedProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts a program and waits until a line of its output contains {@code readyText}.
     *
     * @param folder its working folder, removed with it
     * @throws IOException if it cannot be started, ends, or is not ready in time; with the end of its output
     */
    static SupervisedProcess start(Path folder, List<String> program, String readyText, int timeoutSeconds)
            throws IOException {
        Process process = new ProcessBuilder(supervised(folder, program))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        SupervisedProcess supervised = new SupervisedProcess(process, folder);
        Thread reader = new Thread(() -> supervised.read(readyText), "output of " + program.get(0));
        reader.setDaemon(true);
        reader.start();
        if (!supervised.awaitReady(timeoutSeconds)) {
            supervised.close();
            throw new IOException(program.get(0) + " did not start: " + supervised.output());
        }
        return supervised;
    }

    private static List<String> supervised(Path folder, List<String> program) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SHELL)) {
            onPath("setsid").ifPresent(command::add);
            command.addAll(List.of(SHELL.toString(), "-c", SUPERVISOR, "supervisor", folder.toString()));
        }
        command.addAll(program);
        return command;
    }

    /** The absolute path of a program in one of the folders of {@code PATH}. */
    static Optional<String> onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry, program))
                .filter(Files::isExecutable)
                .map(file -> file.toAbsolutePath().toString())
                .findFirst();
    }

    private void read(String readyText) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                remember(line);
                if (line.contains(readyText)) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            // The stream is closed under the reader when the process is destroyed; to the waiting side it is its end.
            remember(e.toString());
        }
        ready.complete(false);
    }

    private synchronized void remember(String line) {
        if (tail.size() == TAIL_LINES) {
            tail.removeFirst();
        }
        tail.addLast(line);
    }

    private synchronized String output() {
        return tail.isEmpty() ? "no output" : String.join(" / ", tail);
    }

    private boolean awaitReady(int timeoutSeconds) {
        try {
            return ready.get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            remember("not ready within " + timeoutSeconds + " s");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the program and waits until it is gone and its folder removed. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!Files.isExecutable(SHELL)) {
                process.destroyForcibly();
            }
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Removes a folder of files, if it is there. */
    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> files;
            try (Stream<Path> found = Files.list(folder)) {
                files = found.toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        }
    }
}
