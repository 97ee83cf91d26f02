package io.seqway.server.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The variables of the environment that are settings, and those that only look so. Others write there, too: Kubernetes
 * tells of each service of the namespace, so one that is named seqway puts {@code SEQWAY_PORT=tcp://…} there.
 */
final class Variables {
    private static final String PREFIX = "SEQWAY_";

    /** What the tests of this project are told by. */
    private static final String OF_TESTS = "SEQWAY_TEST_";

    private static final Pattern SERVICE_LINK_NAME =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_.+)?)");
    private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

    private Variables() {}

    /** An empty variable counts as none: composing tools pass {@code ${X:-}} on like that. */
    static Map<Setting, Given> settings(Map<String, String> environment) {
        Map<Setting, Given> settings = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = environment.getOrDefault(setting.variable(), "");
            if (!value.isBlank() && !isServiceLink(setting.variable(), value)) {
                settings.put(setting, new Given(List.of(value), setting.variable()));
            }
        }
        return settings;
    }

    /** The names that begin like those of settings and are none, sorted. */
    static Set<String> unknown(Map<String, String> environment) {
        Set<String> known = Stream.of(Setting.values()).map(Setting::variable).collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        environment.forEach((name, value) -> {
            boolean looksSo = name.startsWith(PREFIX) && !name.startsWith(OF_TESTS);
            if (looksSo && !known.contains(name) && !isServiceLink(name, value)) {
                unknown.add(name);
            }
        });
        return unknown;
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK_NAME.matcher(name).matches()
                || name.endsWith("_PORT") && SERVICE_LINK_VALUE.matcher(value).matches();
    }
}
