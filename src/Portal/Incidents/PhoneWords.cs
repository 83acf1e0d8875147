namespace Portal.Incidents;

/// <summary>What became of a form, as the address of the answering page says it: a word of these and never a sentence from outside.</summary>
internal static class PhoneWords
{
    public const string Acknowledged = "acknowledged";
    public const string Escalated = "escalated";
    public const string NotEscalated = "not-escalated";
    public const string Snoozed = "snoozed";
    public const string Changed = "changed";
    public const string Refused = "refused";
    public const string Noted = "noted";
    public const string NotAllowed = "not-allowed";

    public static string? Of(string? said) =>
        said switch
        {
            Escalated => "The next step is paged.",
            NotEscalated => "Nobody was paged: somebody escalated before you, or the policy has no further step.",
            Snoozed => "You have it, and nobody is paged until the snooze is over.",
            Changed => "Done.",
            Refused => "Nothing was changed: somebody was faster. The page shows how it is now.",
            Noted => "Your note is on the timeline.",
            NotAllowed => "You may read this incident, and not change it: that needs the role responder of its team.",
            _ => null,
        };

    public static bool IsRefusal(string? said) => said is NotEscalated or Refused or NotAllowed;
}
