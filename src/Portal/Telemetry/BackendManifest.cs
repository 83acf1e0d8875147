using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Telemetry;

internal static class BackendManifest
{
    public const string Kind = "Backend";

    private static readonly Duration ShortestTimeout = Duration.FromSeconds(1);
    private static readonly Duration LongestTimeout = Duration.FromMinutes(2);

    public static readonly ManifestKind Definition = ManifestKind.Of<Backend>(
        Kind,
        rank: 40,
        Read,
        Write,
        changedBy: Role.Admin,
        secrets: ["auth.password", "auth.token", "auth.value"]
    );

    private static Backend? Read(ManifestNode spec)
    {
        var type = spec.Word<BackendType>("type") ?? BackendType.Prometheus;
        var text = spec.Required("url", "the address of the backend, for example http://localhost:9090.");
        var timeout = spec.Duration("timeout") ?? Duration.FromSeconds(10);
        if (timeout < ShortestTimeout || timeout > LongestTimeout)
        {
            spec.Refuse("timeout", "A query may take 1s to 2m.");
        }

        var auth = spec.Child("auth") is { } node ? Auth(node) : new BackendAuth.None();
        var delay = spec.Duration("queryDelay") ?? Duration.Zero;
        var step = spec.Duration("minStep") ?? Duration.FromSeconds(15);
        if (step < Duration.FromSeconds(1))
        {
            spec.Refuse("minStep", "The finest step is 1s.");
        }

        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url!.UserInfo.Length == 0
        )
        {
            return new Backend(type, url, auth, timeout, delay, step);
        }

        if (text.Length > 0)
        {
            spec.Refuse(
                "url",
                url is { UserInfo.Length: > 0 }
                    ? "The address holds a password, which everybody would read: write it below auth."
                    : $"{text} is no web address: write one beginning with http:// or https://, without a password in it."
            );
        }

        return null;
    }

    private static BackendAuth Auth(ManifestNode node)
    {
        var type = node.Text("type") ?? "none";
        BackendAuth auth = type switch
        {
            "none" => new BackendAuth.None(),
            "basic" => new BackendAuth.Basic(
                node.Required("user", "the name to sign in with."),
                node.Required("password", "it is stored encrypted.")
            ),
            "bearer" => new BackendAuth.Bearer(node.Required("token", "it is stored encrypted.")),
            "header" => new BackendAuth.Header(
                node.Required("name", "the header's name."),
                node.Required("value", "it is stored encrypted.")
            ),
            _ => new BackendAuth.None(),
        };
        if (type is not ("none" or "basic" or "bearer" or "header"))
        {
            node.Refuse("type", $"{type} is not known: use none, basic, bearer or header.");
        }

        node.Done();
        return auth;
    }

    private static JsonObject Write(Backend backend)
    {
        var spec = new JsonObject { ["type"] = Words.Of(backend.Type), ["url"] = backend.Url.OriginalString };
        if (Auth(backend.Auth) is { } auth)
        {
            spec["auth"] = auth;
        }

        spec["timeout"] = DurationText.Format(backend.Timeout);
        spec["queryDelay"] = DurationText.Format(backend.QueryDelay);
        spec["minStep"] = DurationText.Format(backend.MinStep);
        return spec;
    }

    private static JsonObject? Auth(BackendAuth auth) =>
        auth switch
        {
            BackendAuth.Basic basic => new()
            {
                ["type"] = "basic",
                ["user"] = basic.User,
                ["password"] = basic.Password,
            },
            BackendAuth.Bearer bearer => new() { ["type"] = "bearer", ["token"] = bearer.Token },
            BackendAuth.Header header => new()
            {
                ["type"] = "header",
                ["name"] = header.Name,
                ["value"] = header.Value,
            },
            _ => null,
        };
}
