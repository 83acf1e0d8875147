using Portal.Domain.Postmortems;

namespace Portal.Demo;

/// <summary>What the shop's people learned, in their words.</summary>
internal static class PastPostmortems
{
    public static readonly PastPostmortem Certificate = new(
        PostmortemState.Published,
        [
            new(
                "Root causes",
                """
                - Our trust store pinned the acquirer's intermediate certificate. They replaced it a month before it expired, as they may.
                - Nobody was told: their notice went to the mailbox of a team that no longer exists.
                - The second acquirer was configured, and had not been tried since spring.
                """
            ),
            new(
                "What went well",
                "- The page named the failing step.\n- Two people looked at two different ends from the start."
            ),
            new("What went wrong", "- 13 minutes went by before anybody doubted the green status page."),
            new("Where we were lucky", "The evening's traffic had not begun."),
        ]
    )
    {
        Actions =
        [
            new("Trust the acquirer's root and not its intermediate", ActionType.Prevent, "chen", -18, "PAY-214", 3),
            new(
                "Route a hundredth of the traffic to the second acquirer, always",
                ActionType.Mitigate,
                "dara",
                -6,
                "PAY-215"
            ),
            new(
                "Alert on certificates that change, and on those that end within 30 days",
                ActionType.Detect,
                "chen",
                5,
                "PAY-217"
            ),
        ],
    };

    public static readonly PastPostmortem Timeout = new(
        PostmortemState.InReview,
        [
            new(
                "Root causes",
                """
                - The client of the acquirer waits 30 s; the default was never changed.
                - One pool of connections serves all banks, so a slow one starves the others.
                - Settings made by hand live until the next restart.
                """
            ),
            new("What went well", "- The slow bank was found within 8 min."),
            new(
                "What went wrong",
                "- It was resolved while the setting was only in memory, and broke again 16 min later."
            ),
        ]
    )
    {
        Actions =
        [
            new("A pool of connections for each bank", ActionType.Mitigate, "chen", 9, "PAY-231"),
            new("Timeout of 4 s in the configuration", ActionType.Prevent, "dara", 2, "PAY-230"),
        ],
        Question = "Is the pool the cause, or the retries? The cart tries three times while it waits.",
    };

    public static readonly PastPostmortem Rollback = new(
        PostmortemState.Published,
        [
            new(
                "Root causes",
                """
                - v317 read the timeout in seconds where the client expects milliseconds: every call to the acquirer ended after 4 ms.
                - The canary sent no payment in the 2 min that it ran.
                """
            ),
            new(
                "What went well",
                "- The alert came 75 s after the first failure and named the route.\n- The deployment stood beside it."
            ),
            new("What went wrong", "- The roll-back waited 11 min for a node that did not drain."),
            new("Where we were lucky", "It was not lunch time yet."),
        ]
    )
    {
        Actions =
        [
            new("Roll back without waiting for nodes to drain", ActionType.Mitigate, "bo", -2, "SHOP-482"),
            new("Pay with a test card in the canary", ActionType.Detect, "chen", -4, "SHOP-481", 2),
            new("Units in the names of all settings of time", ActionType.Prevent, "ana", 14, "SHOP-483"),
        ],
    };

    /// <summary>As the portal drafted it.</summary>
    public static readonly PastPostmortem Untouched = new(PostmortemState.Draft, []);
}
