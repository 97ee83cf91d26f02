package io.seqway.verification.report;

import java.util.Map;
import java.util.TreeMap;

/** A table with a heading; columns whose title begins with {@code #} hold numbers. */
final class Table {
    private final String heading;
    private final String[] columns;
    private final StringBuilder rows = new StringBuilder();

    Table(String heading, String... columns) {
        this.heading = heading;
        this.columns = columns;
    }

    Table row(String... cells) {
        return row(false, cells);
    }

    /** A row; a bad one is marked. */
    Table row(boolean bad, String... cells) {
        rows.append(bad ? "<tr class=\"bad\">" : "<tr>");
        for (int at = 0; at < cells.length; at++) {
            rows.append(columns[at].startsWith("#") ? "<td class=\"number\">" : "<td>")
                    .append(Text.escaped(cells[at]))
                    .append("</td>");
        }
        rows.append("</tr>\n");
        return this;
    }

    /** A row for each count. */
    Table rows(String prefix, Map<String, Long> counts) {
        new TreeMap<>(counts).forEach((name, count) -> row(prefix + name, Text.number(count)));
        return this;
    }

    /** All of it; nothing if there are no rows. */
    String html() {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder head = new StringBuilder();
        for (String column : columns) {
            head.append(column.startsWith("#") ? "<th class=\"number\">" : "<th>")
                    .append(Text.escaped(column.replace("#", "")))
                    .append("</th>");
        }
        return "<section><h2>" + Text.escaped(heading) + "</h2><table><thead><tr>" + head + "</tr></thead><tbody>\n"
                + rows + "</tbody></table></section>\n";
    }
}
