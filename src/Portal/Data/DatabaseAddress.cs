using Npgsql;

namespace Portal.Data;

/// <summary>Where the database is: <c>ConnectionStrings:Portal</c>, else <c>DATABASE_URL</c>, else none (the embedded one).</summary>
internal static class DatabaseAddress
{
    /// <summary>No session may hold a row for longer than this while it does nothing: a stalled node lets go.</summary>
    private const string SessionLimits =
        "-c idle_in_transaction_session_timeout=5000 -c lock_timeout=5000 -c statement_timeout=30000";

    public static string? Of(IConfiguration configuration)
    {
        var named = configuration.GetConnectionString("Portal");
        if (!string.IsNullOrEmpty(named))
        {
            return named;
        }

        var url = configuration["DATABASE_URL"];
        return string.IsNullOrEmpty(url) ? null : FromUrl(url);
    }

    public static string WithLimits(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "portal" };
        builder.Options = string.IsNullOrEmpty(builder.Options) ? SessionLimits : builder.Options;
        builder.MaxPoolSize = Math.Min(builder.MaxPoolSize, 40);
        builder.KeepAlive = 10;
        return builder.ConnectionString;
    }

    /// <summary><c>postgres://user:password@host:5432/database?sslmode=require</c>, as platforms hand it out.</summary>
    public static string FromUrl(string url)
    {
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("postgres" or "postgresql")
        )
        {
            throw new InvalidOperationException(
                "DATABASE_URL is not of the form postgres://user:password@host:5432/database."
            );
        }

        var user = address.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.IsDefaultPort || address.Port < 0 ? 5432 : address.Port,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
        };
        if (user.Length == 2)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = (pair.Split('=', 2)[0], pair.Split('=', 2).ElementAtOrDefault(1) ?? "");
            builder[key.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? "SSL Mode" : key] =
                Uri.UnescapeDataString(value).Replace("-", "", StringComparison.Ordinal);
        }

        return builder.ConnectionString;
    }
}
