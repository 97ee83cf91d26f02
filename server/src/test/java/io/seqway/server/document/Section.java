package io.seqway.server.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of the document with its examples, which are one dialogue.
 *
 * @param title the heading
 */
public record Section(String title, List<Example> examples) {
    private static final Pattern HEADING = Pattern.compile("##+ (.*)");
    private static final Pattern FENCE = Pattern.compile("```(\\w*) ?(\\w*) ?(\\w*)");
    private static final String FENCE_END = "```";
    private static final Set<String> PLAYED = Set.of("json", "http", "text", "binary");
    private static final Set<String> SIDES = Set.of("client", "server");

    /**
     * The sections that have examples, in their order.
     *
     * @throws IllegalArgumentException for a block that is neither an example nor code, which has no speaker
     */
    public static List<Section> read(List<String> document) {
        List<Section> sections = new ArrayList<>();
        Section current = new Section("", new ArrayList<>());
        for (int i = 0; i < document.size(); i++) {
            Matcher heading = HEADING.matcher(document.get(i));
            Matcher fence = FENCE.matcher(document.get(i));
            if (heading.matches()) {
                current = new Section(heading.group(1), new ArrayList<>());
                sections.add(current);
            } else if (fence.matches()) {
                int end = i + 1 + document.subList(i + 1, document.size()).indexOf(FENCE_END);
                String text = String.join("\n", document.subList(i + 1, end));
                if (PLAYED.contains(fence.group(1)) || !fence.group(2).isEmpty()) {
                    current.examples.add(example(i + 1, fence, text));
                }
                i = end;
            }
        }
        sections.removeIf(section -> section.examples.isEmpty());
        return sections;
    }

    private static Example example(int line, Matcher fence, String text) {
        if (!PLAYED.contains(fence.group(1)) || !SIDES.contains(fence.group(2))) {
            throw new IllegalArgumentException("line " + line + ": nobody can play " + fence.group());
        }
        return new Example(line, fence.group(1), fence.group(2).equals("client"), fence.group(3), text);
    }

    /** Whether the server is stopped in it. */
    public boolean stopsServer() {
        return examples.stream().anyMatch(example -> Dialogue.STOPS.equals(example.text()));
    }
}
