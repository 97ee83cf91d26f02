package io.seqway.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the file given by {@code --config}: one JSON object whose members are settings. */
final class ConfigFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // a secret must not find its way into a message by way of the parser's quotation of the source
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private ConfigFile() {}

    /** Reads the file that {@code named} names. */
    static Map<Setting, Given> read(Given named) {
        Path file = Path.of(named.values().get(0));
        String origin = "in " + file;
        JsonNode root = parse(file, named);
        if (!root.isObject()) {
            throw new ConfigException(file + ": must hold one JSON object of settings");
        }
        Map<Setting, Given> settings = new EnumMap<>(Setting.class);
        root.properties().forEach(member -> {
            Setting setting = Setting.inFile(member.getKey())
                    .orElseThrow(() -> new ConfigException(
                            file + ": unknown setting " + Given.quoted(member.getKey()) + "; --help lists all"));
            String where = '"' + setting.text() + "\" " + origin;
            settings.put(setting, new Given(values(member.getValue(), where), where));
        });
        return settings;
    }

    private static JsonNode parse(Path file, Given named) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new ConfigException(
                    file + ": not valid JSON at line " + at.getLineNr() + ", column " + at.getColumnNr(), e);
        } catch (NoSuchFileException e) {
            throw new ConfigException(named.origin() + ": there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new ConfigException(named.origin() + ": this user may not read the file " + file, e);
        } catch (IOException e) {
            String what = Files.isDirectory(file) ? " is a folder" : " cannot be read";
            throw new ConfigException(named.origin() + ": " + file + what, e);
        }
    }

    private static List<String> values(JsonNode node, String where) {
        List<String> values = new ArrayList<>();
        for (JsonNode one : node.isArray() ? node : List.of(node)) {
            if (!one.isValueNode() || one.isNull()) {
                throw new ConfigException(where + ": give a string, a number, true or false, or an array of strings");
            }
            values.add(one.asText());
        }
        return values;
    }
}
