package io.seqway.verification.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the machine must have. */
final class Requirements {
    /** The library that shifts the clock of a process, as Debian's package faketime installs it. */
    static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private static final List<String> PROGRAMS =
            List.of("ip", "iptables", "sysctl", "kill", "setsid", "redis-server", "haproxy");

    private Requirements() {}

    /** @throws IllegalStateException that names everything that is missing */
    static void check() {
        List<String> missing = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("to be root, which network namespaces need");
        }
        PROGRAMS.stream().filter(program -> !isOnPath(program)).forEach(missing::add);
        if (!Files.exists(FAKETIME)) {
            missing.add(FAKETIME + " (package faketime)");
        }
        for (String variable : List.of(ReplicaSet.URI, ReplicaSet.CONTROL)) {
            if (variable(variable).isEmpty()) {
                missing.add("the variable " + variable + " (testing/README.md)");
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("The proof needs what is not here: " + String.join("; ", missing));
        }
    }

    /** A variable of the environment, or "". */
    static String variable(String name) {
        return System.getenv().getOrDefault(name, "").strip();
    }

    private static boolean isOnPath(String program) {
        return Stream.of(variable("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }
}
