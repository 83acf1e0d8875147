using System.Text.Json.Nodes;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Telemetry.Pages;

/// <summary>The fields of the backend editor. A stored secret is never in it: it stays where it is unless a new one is typed.</summary>
public sealed class BackendForm
{
    public string Name { get; set; } = "";

    public string Type { get; set; } = "prometheus";

    public string Url { get; set; } = "";

    /// <summary>none, basic, bearer or header.</summary>
    public string Auth { get; set; } = "none";

    public string User { get; set; } = "";

    public string HeaderName { get; set; } = "";

    /// <summary>A new secret; empty keeps the stored one.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The kind of sign-in whose secret is stored; empty when none is.</summary>
    public string StoredSecretOf { get; private init; } = "";

    public string Timeout { get; set; } = "10s";

    public string QueryDelay { get; set; } = "0s";

    public string MinStep { get; set; } = "15s";

    private string SavedUrl { get; init; } = "";

    private LabelSet Labels { get; init; } = LabelSet.Empty;

    public bool HasStoredSecret => Auth != "none" && StoredSecretOf == Auth;

    /// <summary>The stored secret would be sent somewhere else than it was meant for.</summary>
    public bool MustTypeSecret =>
        HasStoredSecret
        && Secret.Length == 0
        && Uri.TryCreate(Url.Trim(), UriKind.Absolute, out var now)
        && Uri.TryCreate(SavedUrl, UriKind.Absolute, out var was)
        && !TestBackend.IsSameServer(was, now);

    internal static BackendForm Of(Definition<Backend> backend)
    {
        var spec = backend.Spec;
        var auth = BackendAuthItem.Of(spec.Auth);
        return new()
        {
            Name = backend.Name,
            Type = Words.Of(spec.Type),
            Url = spec.Url.OriginalString,
            SavedUrl = spec.Url.OriginalString,
            Auth = auth.Type,
            User = auth.User ?? "",
            HeaderName = auth.Name ?? "",
            StoredSecretOf = auth.Type is "none" ? "" : auth.Type,
            Timeout = DurationText.Format(spec.Timeout),
            QueryDelay = DurationText.Format(spec.QueryDelay),
            MinStep = DurationText.Format(spec.MinStep),
            Labels = backend.Labels,
        };
    }

    public JsonObject ToManifest()
    {
        var metadata = new JsonObject { ["name"] = Name.Trim() };
        if (Labels.Count > 0)
        {
            metadata["labels"] = new JsonObject(
                Labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)JsonValue.Create(label.Value)))
            );
        }

        return new JsonObject
        {
            ["apiVersion"] = BackendManifest.Definition.ApiVersion,
            ["kind"] = BackendManifest.Kind,
            ["metadata"] = metadata,
            ["spec"] = ToSpec(),
        };
    }

    public JsonObject ToSpec()
    {
        var spec = new JsonObject
        {
            ["type"] = Type,
            ["url"] = Url.Trim(),
            ["timeout"] = Timeout.Trim(),
            ["queryDelay"] = QueryDelay.Trim(),
            ["minStep"] = MinStep.Trim(),
        };
        if (Auth != "none")
        {
            spec["auth"] = AuthSpec();
        }

        return spec;
    }

    private JsonObject AuthSpec()
    {
        var secret = Secret.Length > 0 || !HasStoredSecret ? Secret : StoredSecrets.Mask;
        return Auth switch
        {
            "basic" => new()
            {
                ["type"] = "basic",
                ["user"] = User.Trim(),
                ["password"] = secret,
            },
            "bearer" => new() { ["type"] = "bearer", ["token"] = secret },
            _ => new()
            {
                ["type"] = "header",
                ["name"] = HeaderName.Trim(),
                ["value"] = secret,
            },
        };
    }
}
