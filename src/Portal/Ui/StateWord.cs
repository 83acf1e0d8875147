namespace Portal.Ui;

/// <summary>What a state is called on a page and how it looks, for every state that the portal shows.</summary>
/// <param name="Word">Sentence case, as people read it.</param>
/// <param name="Icon">A symbol that replaces the shape of the tone, such as the hand of an acknowledged incident.</param>
internal sealed record StateWord(Tone Tone, string Word, string? Icon = null)
{
    private static readonly Dictionary<string, StateWord> Known = new(StringComparer.Ordinal)
    {
        // severities
        ["critical"] = new(Tone.Critical, "Critical"),
        ["high"] = new(Tone.High, "High"),
        ["warning"] = new(Tone.Warning, "Warning"),
        ["info"] = new(Tone.Info, "Info"),
        // SLOs: a breached budget is orange, since it needs a decision and not a person out of bed
        ["met"] = new(Tone.Ok, "Met"),
        ["atrisk"] = new(Tone.Warning, "At risk"),
        ["breached"] = new(Tone.High, "Breached"),
        ["missed"] = new(Tone.High, "Missed"),
        ["nodata"] = new(Tone.NoData, "No data"),
        ["notraffic"] = new(Tone.NoData, "No traffic"),
        ["frozen"] = new(Tone.Info, "Frozen"),
        // health of a rule or a backend
        ["ok"] = new(Tone.Ok, "OK"),
        ["error"] = new(Tone.High, "Failing"),
        ["failing"] = new(Tone.High, "Failing"),
        ["partial"] = new(Tone.Warning, "Partial"),
        ["paused"] = new(Tone.NoData, "Paused"),
        ["disabled"] = new(Tone.NoData, "Off"),
        ["unknown"] = new(Tone.NoData, "Unknown"),
        // instances of a rule
        ["inactive"] = new(Tone.Ok, "Quiet"),
        ["quiet"] = new(Tone.Ok, "Quiet"),
        ["pending"] = new(Tone.Warning, "Pending"),
        ["firing"] = new(Tone.Critical, "Firing"),
        ["recovering"] = new(Tone.Warning, "Recovering"),
        ["silenced"] = new(Tone.NoData, "Silenced", "silence"),
        ["inhibited"] = new(Tone.NoData, "Held back"),
        // incidents
        ["triggered"] = new(Tone.Critical, "Triggered"),
        ["acknowledged"] = new(Tone.Info, "Acknowledged", "hand"),
        ["mitigated"] = new(Tone.Info, "Mitigated", "shield"),
        ["resolved"] = new(Tone.Ok, "Resolved"),
        // deliveries, silences, postmortems and their actions
        ["queued"] = new(Tone.Info, "Queued"),
        ["sent"] = new(Tone.Ok, "Sent"),
        ["delivered"] = new(Tone.Ok, "Delivered"),
        ["failed"] = new(Tone.High, "Failed"),
        ["dead"] = new(Tone.High, "Given up"),
        ["active"] = new(Tone.Ok, "Active"),
        ["expired"] = new(Tone.NoData, "Expired"),
        ["draft"] = new(Tone.NoData, "Draft"),
        ["inreview"] = new(Tone.Info, "In review"),
        ["approved"] = new(Tone.Ok, "Approved"),
        ["published"] = new(Tone.Ok, "Published"),
        ["open"] = new(Tone.Info, "Open"),
        ["overdue"] = new(Tone.High, "Overdue"),
        ["done"] = new(Tone.Ok, "Done"),
    };

    /// <summary>Finds <c>AtRisk</c>, <c>at_risk</c> and <c>at risk</c> alike. A state it does not know keeps its name and claims nothing.</summary>
    public static StateWord Of(string state)
    {
        var key = string.Concat(state.Where(char.IsAsciiLetter)).ToLowerInvariant();
        return Known.GetValueOrDefault(key) ?? new(Tone.NoData, state);
    }
}
