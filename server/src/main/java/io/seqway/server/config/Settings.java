package io.seqway.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What was given for the settings, from the strongest place of each, and read as the type that is wanted. */
final class Settings {
    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

    Settings(Map<Setting, Given> flags, Map<String, String> environment) {
        Map<Setting, Given> variables = Variables.settings(environment);
        Given file = flags.getOrDefault(Setting.CONFIG, variables.get(Setting.CONFIG));
        if (file != null) {
            given.putAll(ConfigFile.read(file));
        }
        given.putAll(variables);
        given.putAll(flags);
    }

    Optional<Given> find(Setting setting) {
        return Optional.ofNullable(given.get(setting));
    }

    boolean has(Setting setting) {
        return given.containsKey(setting);
    }

    /** The one value of a setting. */
    Optional<String> text(Setting setting) {
        return find(setting).map(found -> {
            if (found.values().size() != 1) {
                throw found.refuse("give one value, not " + found.values().size());
            }
            if (found.values().get(0).isBlank()) {
                throw found.refuse("must not be empty");
            }
            return found.values().get(0);
        });
    }

    /** The one value of a setting that has a default in its description. */
    String textOrDefault(Setting setting) {
        return text(setting).orElse(setting.defaultText);
    }

    /** The values of a list, given with commas, by repetition or as an array; empty where nothing is given. */
    List<String> list(Setting setting) {
        List<String> values = new ArrayList<>();
        for (String value : find(setting).map(Given::values).orElse(List.of())) {
            Arrays.stream(value.split(",", -1)).map(String::strip).forEach(values::add);
        }
        if (values.contains("")) {
            throw find(setting).orElseThrow().refuse("must not hold an empty value");
        }
        return List.copyOf(values);
    }

    int number(Setting setting, int min, int max) {
        String text = textOrDefault(setting);
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw refuseShown(setting, text, "a whole number from " + min + " to " + max);
    }

    /** A number of bytes that may be beyond 2 GiB. */
    long bytes(Setting setting) {
        String text = textOrDefault(setting);
        if (text.matches("\\d{1,15}") && Long.parseLong(text) > 0) {
            return Long.parseLong(text);
        }
        throw refuseShown(setting, text, "a whole number from 1 to 999999999999999");
    }

    int numberOr(Setting setting, int min, int max, int otherwise) {
        return has(setting) ? number(setting, min, max) : otherwise;
    }

    boolean flag(Setting setting) {
        return "true".equals(choice(setting, Set.of("true", "false"), setting.defaultText));
    }

    String choice(Setting setting, Set<String> allowed, String otherwise) {
        String text = text(setting).orElse(otherwise);
        if (!allowed.contains(text)) {
            throw refuseShown(setting, text, oneOf(allowed.stream().sorted()));
        }
        return text;
    }

    InetAddress address(Setting setting, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw refuseShown(setting, host, "an address or a name that resolves");
        }
    }

    static String oneOf(Stream<String> allowed) {
        return String.join(" or ", allowed.toList());
    }

    /** Refuses a value and shows it; not for values that may hold a secret. */
    ConfigException refuseShown(Setting setting, String value, String allowed) {
        return find(setting).orElseThrow().refuseShown(value, allowed);
    }

    ConfigException refuse(Setting setting, String allowed) {
        return find(setting).orElseThrow().refuse(allowed);
    }
}
