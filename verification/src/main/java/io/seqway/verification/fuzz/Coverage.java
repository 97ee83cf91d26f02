package io.seqway.verification.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.IMethodCoverage;
import org.jacoco.core.tools.ExecFileLoader;

/**
 * Which branches of the handlers were reached.
 *
 * @param reached of those that a client can reach
 * @param all that a client can reach
 * @param missed class, line and how many of its branches, one text for each line
 */
record Coverage(int reached, int all, List<String> missed) {
    /** Where what clients say is read and handled. */
    private static final Set<String> PACKAGES = Set.of(
            "io/seqway/gateway/command",
            "io/seqway/gateway/http",
            "io/seqway/gateway/session",
            "io/seqway/gateway/socket",
            "io/seqway/gateway/stream",
            "io/seqway/protocol/frame");

    private static final List<String> JARS = List.of("seqway-gateway-", "seqway-protocol-");

    /**
     * Counts them.
     *
     * @param executed what the agent has written
     * @param server the server's jar, beside whose libraries the classes are
     */
    static Coverage of(Path executed, Path server) {
        CoverageBuilder classes = new CoverageBuilder();
        try (Stream<Path> libraries = Files.list(server.resolveSibling("lib"))) {
            ExecFileLoader loader = new ExecFileLoader();
            loader.load(executed.toFile());
            Analyzer analyzer = new Analyzer(loader.getExecutionDataStore(), classes);
            for (Path jar : libraries.filter(Coverage::isOurs).toList()) {
                analyzer.analyzeAll(jar.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(classes);
    }

    int percent() {
        return all == 0 ? 0 : 100 * reached / all;
    }

    private static boolean isOurs(Path jar) {
        return JARS.stream().anyMatch(jar.getFileName().toString()::startsWith);
    }

    private static Coverage of(CoverageBuilder classes) {
        int reached = 0;
        int all = 0;
        List<String> missed = new ArrayList<>();
        for (IClassCoverage type : classes.getClasses()) {
            if (!PACKAGES.contains(type.getPackageName())) {
                continue;
            }
            for (IMethodCoverage method : type.getMethods()) {
                ICounter branches = method.getBranchCounter();
                int excused = Math.min(branches.getMissedCount(), Unreachable.in(type.getName(), method.getName()));
                reached += branches.getCoveredCount();
                all += branches.getTotalCount() - excused;
                if (branches.getMissedCount() > excused) {
                    missed.addAll(lines(type, method));
                }
            }
        }
        return new Coverage(reached, all, missed);
    }

    private static List<String> lines(IClassCoverage type, IMethodCoverage method) {
        List<String> lines = new ArrayList<>();
        for (int line = method.getFirstLine(); line <= method.getLastLine(); line++) {
            ICounter branches = method.getLine(line).getBranchCounter();
            if (branches.getMissedCount() > 0) {
                lines.add("%s.%s line %d: %d of %d branches"
                        .formatted(
                                type.getName().replace('/', '.'),
                                method.getName(),
                                line,
                                branches.getMissedCount(),
                                branches.getTotalCount()));
            }
        }
        return lines;
    }
}
