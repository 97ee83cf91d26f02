package io.seqway.server.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands in docker/: compose files and manifests. */
public final class Manifests {
    private static final Path DOCKER = Path.of("../docker");
    private static final Pattern CHECKED = Pattern.compile("(?:httpchk GET|8080}})(/[a-z/]+)");

    private Manifests() {}

    /** The names of all variables that are given to nodes. */
    static Set<String> variables() throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode document : documents()) {
            collect(document, names);
        }
        return names;
    }

    /** The paths by which probes, balancer and image ask whether a node is well. */
    public static Set<String> probedPaths() throws IOException {
        Set<String> paths = new TreeSet<>();
        for (JsonNode document : documents()) {
            document.findValues("httpGet")
                    .forEach(probe -> paths.add(probe.path("path").asText()));
        }
        for (String file : List.of("haproxy/haproxy.cfg", "Dockerfile")) {
            CHECKED.matcher(Files.readString(DOCKER.resolve(file)))
                    .results()
                    .forEach(found -> paths.add(found.group(1)));
        }
        return paths;
    }

    static List<JsonNode> documents() throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (Path file : files()) {
            try (MappingIterator<JsonNode> all =
                    new YAMLMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
                documents.addAll(all.readAll());
            }
        }
        return documents;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> compose = Files.list(DOCKER);
                Stream<Path> kubernetes = Files.list(DOCKER.resolve("kubernetes"))) {
            return Stream.concat(compose, kubernetes)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** Variables are members of a map, or stand as the name of an element of a list. */
    private static void collect(JsonNode node, Set<String> names) {
        node.properties().forEach(member -> {
            if (member.getKey().startsWith("SEQWAY_")) {
                names.add(member.getKey());
            }
        });
        if (node.path("name").asText().startsWith("SEQWAY_")) {
            names.add(node.path("name").asText());
        }
        node.forEach(child -> collect(child, names));
    }
}
