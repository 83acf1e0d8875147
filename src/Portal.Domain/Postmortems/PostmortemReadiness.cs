namespace Portal.Domain.Postmortems;

/// <summary>What a reviewer looks for. Nothing here is a gate: it is a list to go through.</summary>
public static class PostmortemReadiness
{
    public static IReadOnlyList<ReadyCheck> Of(Postmortem postmortem)
    {
        var empty = postmortem.Sections.Count(section => section.IsEmpty);
        var open = postmortem.Comments.Count(comment => comment.IsOpen);
        var items = postmortem.ActionItems;
        var impact = postmortem.Sections.Where(section => section.Source is AutoFill.Impact or AutoFill.KeyFacts);
        return
        [
            new(
                empty == 0,
                empty == 0
                    ? "Every section says something"
                    : $"{PostmortemDraft.Many(empty, "section is", "sections are")} empty"
            ),
            new(impact.Any(section => section.Text.Any(char.IsAsciiDigit)), "Impact has numbers"),
            new(items.Count > 0, items.Count > 0 ? "Something will change" : "No action item yet"),
            new(
                items.All(item => item.Owner is not null && item.Due is not null),
                "Every action has an owner and a day"
            ),
            new(
                open == 0,
                open == 0 ? "No comment is open" : $"{PostmortemDraft.Many(open, "comment is", "comments are")} open"
            ),
        ];
    }
}

/// <param name="Text">How it is, as a phrase.</param>
public sealed record ReadyCheck(bool IsMet, string Text);
