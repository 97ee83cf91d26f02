package io.seqway.server.stream;

import io.seqway.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server holds: objects of the heap that are still needed, and memory that it has taken beside the heap for buffers. In
 * KiB.
 */
record ServerMemory(long heap, long direct) {
    /** A server is to be started with these variables. */
    static final Map<String, String> COUNTED = Map.of("JAVA_TOOL_OPTIONS", "-XX:NativeMemoryTracking=summary");

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Pattern HEAP = Pattern.compile("total \\d+K, used (\\d+)K");
    /** What is neither heap nor the JVM's own: the memory of direct buffers. */
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");

    /** Counts it now, behind a collection of garbage. */
    static ServerMemory of(ServerProcess server) {
        ask(server, "GC.run");
        return new ServerMemory(
                number(HEAP, ask(server, "GC.heap_info")),
                number(OTHER, ask(server, "VM.native_memory", "summary", "scale=KB")));
    }

    long sum() {
        return heap + direct;
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("there is no " + pattern + " in " + text);
        }
        return Long.parseLong(found.group(1));
    }

    private static String ask(ServerProcess server, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(JCMD.toString(), Long.toString(server.pid()));
            builder.command().addAll(List.of(command));
            Process process = builder.redirectErrorStream(true).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
