using System.Net.Http.Headers;
using System.Text;

namespace Portal.Telemetry.Prometheus;

/// <summary>What a backend wants to see before it answers.</summary>
/// <remarks>Written out anywhere, a log or an exception, they show their kind and nothing more.</remarks>
internal abstract record BackendCredentials
{
    private BackendCredentials() { }

    public sealed override string ToString() => $"{GetType().Name} (hidden)";

    public abstract void ApplyTo(HttpRequestHeaders headers);

    public sealed record None : BackendCredentials
    {
        public override void ApplyTo(HttpRequestHeaders headers) { }
    }

    public sealed record Basic(string User, string Password) : BackendCredentials
    {
        public override void ApplyTo(HttpRequestHeaders headers) =>
            headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")));
    }

    public sealed record Bearer(string Token) : BackendCredentials
    {
        public override void ApplyTo(HttpRequestHeaders headers) => headers.Authorization = new("Bearer", Token);
    }

    /// <summary>Any header: an API key, or the tenant of a Mimir.</summary>
    public sealed record Header(string Name, string Value) : BackendCredentials
    {
        public override void ApplyTo(HttpRequestHeaders headers) => headers.TryAddWithoutValidation(Name, Value);
    }
}
