package io.seqway.verification.mistake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The server as it was built, but for one module, which is compiled anew with a mistake in its sources. */
final class WrongServer {
    private static final Path HOME = Path.of("").toAbsolutePath().getParent();
    private static final Path RIGHT = HOME.resolve(Path.of("server", "target"));
    private static final String JAR = "seqway.jar";
    private static final String LIB = "lib";

    private WrongServer() {}

    /** The one without a mistake. */
    static Path right() {
        return RIGHT.resolve(JAR);
    }

    /**
     * Makes one.
     *
     * @param folder where; it is empty
     * @return its jar
     * @throws IllegalStateException if the mistake cannot be made in the sources as they are now
     */
    static Path with(Mistake mistake, Path folder) {
        try {
            Path sources = sources(mistake, folder.resolve("sources"));
            Path classes = compile(mistake, sources, folder.resolve("classes"));
            Path lib = Files.createDirectories(folder.resolve(LIB));
            Path own = jar(mistake);
            for (Path jar : list(RIGHT.resolve(LIB))) {
                Path copy = lib.resolve(jar.getFileName());
                if (jar.equals(own)) {
                    Files.copy(jar, copy);
                    replace(classes, copy);
                } else {
                    Files.createSymbolicLink(copy, jar);
                }
            }
            // no link, beside whose target its libraries would be looked for
            return Files.copy(right(), folder.resolve(JAR));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the sources of the module, with the mistake. */
    static Path sources(Mistake mistake, Path folder) throws IOException {
        copy(HOME.resolve(Path.of(mistake.module(), "src", "main", "java")), folder);
        mistake.edits().forEach(edit -> edit.apply(folder));
        return folder;
    }

    private static Path compile(Mistake mistake, Path sources, Path classes) throws IOException {
        String libraries = list(RIGHT.resolve(LIB)).stream()
                .filter(jar -> !jar.equals(jar(mistake)))
                .map(Path::toString)
                .collect(Collectors.joining(":"));
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "--release", "17", "-cp", libraries, "-d", classes.toString()));
        try (Stream<Path> all = Files.walk(sources)) {
            all.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exit = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        if (exit != 0) {
            throw new IllegalStateException(mistake + " cannot be compiled: " + said.toString(StandardCharsets.UTF_8));
        }
        return classes;
    }

    private static Path jar(Mistake mistake) {
        return list(RIGHT.resolve(LIB)).stream()
                .filter(jar -> jar.getFileName().toString().startsWith("seqway-" + mistake.module() + "-"))
                .findFirst()
                .orElseThrow();
    }

    private static void replace(Path classes, Path jar) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            copy(classes, inside.getPath("/"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
