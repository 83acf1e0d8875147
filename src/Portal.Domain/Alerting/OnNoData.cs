namespace Portal.Domain.Alerting;

/// <summary>What an empty result means: the query worked, and not one series came back.</summary>
public enum OnNoData
{
    /// <summary>Nothing is wrong: what fires is resolved. For queries that only return what is bad, or where no traffic is fine.</summary>
    Ok,

    /// <summary>Nothing is known: every instance stays as it is.</summary>
    Keep,

    /// <summary>That is a problem of its own: instances stay, and one alert <c>alert_reason="noData"</c> opens for the rule.</summary>
    NoData,

    /// <summary>It is as if the condition were met for every open instance; where none is open, the rule's own alert opens.</summary>
    Alert,
}

/// <summary>What a rule does when it cannot be evaluated. Whatever is chosen, nothing is resolved by it.</summary>
public enum OnError
{
    /// <summary>Every instance stays as it is; the rule's health says why.</summary>
    Keep,

    /// <summary>Instances stay, and one alert <c>alert_reason="error"</c> opens for the rule.</summary>
    Error,

    /// <summary>It is as if the condition were met for every open instance; where none is open, the rule's own alert opens.</summary>
    Alert,
}
