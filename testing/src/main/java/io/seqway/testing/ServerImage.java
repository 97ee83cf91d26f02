package io.seqway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The image of docker/Dockerfile with the jar that the tests have. It is the last stage of that file, word for word but for
 * where the jars come from: they are built already, and need no Maven in a container.
 */
final class ServerImage {
    private static final String STAGE = "\nFROM ";
    private static final String FROM_BUILD = "--from=build /src/server/target/";
    /** Those that the file removes behind its build. */
    private static final List<String> LEFT_OUT = List.of("embedded-redis-", "h2-", "mongo-java-server-");

    private ServerImage() {}

    /** @param docker the folder docker/ of the repository */
    static ImageFromDockerfile of(Path docker) {
        Path jar = Path.of(System.getProperty(ServerProcess.JAR, "")).toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("The system property " + ServerProcess.JAR + " must name the server's jar");
        }
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            ImageFromDockerfile image = new ImageFromDockerfile()
                    .withFileFromString("Dockerfile", lastStage(Files.readString(docker.resolve("Dockerfile"))))
                    .withFileFromPath("seqway.jar", jar);
            libraries
                    .filter(ServerImage::isWanted)
                    .forEach(library -> image.withFileFromPath("lib/" + library.getFileName(), library));
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWanted(Path library) {
        String name = library.getFileName().toString();
        return LEFT_OUT.stream().noneMatch(name::startsWith);
    }

    private static String lastStage(String dockerfile) {
        String stage = dockerfile.substring(dockerfile.lastIndexOf(STAGE) + 1);
        if (stage.split(FROM_BUILD, -1).length != 3) {
            throw new IllegalStateException(
                    "docker/Dockerfile takes other files from its build than the tests know of");
        }
        return stage.replace(FROM_BUILD, "");
    }
}
