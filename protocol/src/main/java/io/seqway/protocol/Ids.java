package io.seqway.protocol;

/** The ids of rooms, users and messages: 1 to 128 of {@code A-Z a-z 0-9 . _ ~ : @ | + = -}, but not {@code .} or {@code ..}. */
public final class Ids {
    /** The most characters of an id. */
    public static final int MAX_LENGTH = 128;

    /** What an id may look like, in the words of an error message. */
    public static final String RULE = "1 to 128 characters of A-Z a-z 0-9 . _ ~ : @ | + = -";

    private static final boolean[] ALLOWED = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            ALLOWED[c] = true;
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            ALLOWED[c] = true;
            ALLOWED[Character.toLowerCase(c)] = true;
        }
        for (char c : "._~:@|+=-".toCharArray()) {
            ALLOWED[c] = true;
        }
    }

    private Ids() {}

    /** Whether this is a valid id; {@code null} is not. */
    public static boolean valid(String id) {
        if (id == null || id.isEmpty() || id.length() > MAX_LENGTH || id.equals(".") || id.equals("..")) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c >= 128 || !ALLOWED[c]) {
                return false;
            }
        }
        return true;
    }
}
