using System.Diagnostics;
using System.Globalization;
using Dapper;
using Npgsql;

namespace Portal.Data;

/// <summary>The whole database in one file, and back: PostgreSQL's own archive, taken while the portal serves.</summary>
internal sealed class DatabaseArchive(string connectionString)
{
    private const string History = "__EFMigrationsHistory";

    /// <summary>Asked for when it is needed: a machine without them is told what to install.</summary>
    private static string Programs => PostgresPrograms.Folder(version: null);

    private readonly NpgsqlConnectionStringBuilder address = new(connectionString);

    /// <summary>Writes everything as it was at one moment. The file is complete or is not there; only its owner may read it.</summary>
    /// <exception cref="InvalidInputException">The file exists already.</exception>
    public async Task<DatabaseContents> BackupAsync(string file, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
        {
            throw new InvalidInputException("file", $"{file} exists already: name another one.");
        }

        var part = file + ".part";
        // Closed to others before there is anything in it.
        await PostgresPrograms.RunAsync("install", ["-m", "0600", "/dev/null", part], cancellationToken);
        string[] arguments = ["--format=custom", "--schema=public", "--no-owner", "--no-privileges", $"--file={part}"];
        try
        {
            await RunAsync("pg_dump", arguments, cancellationToken);
            File.Move(part, file);
        }
        finally
        {
            File.Delete(part);
        }

        return await ContentsAsync(cancellationToken);
    }

    /// <summary>Puts a backup in the place of what is there, all or nothing; older schemas are brought up to date by the next start.</summary>
    /// <param name="known">The migrations of this version, by name.</param>
    /// <param name="replace">Whether what is there may go.</param>
    /// <exception cref="InvalidInputException">No backup of a portal, or of a newer one, or something stands in its way.</exception>
    public async Task<DatabaseContents> RestoreAsync(
        string file,
        IEnumerable<string> known,
        bool replace,
        CancellationToken cancellationToken
    )
    {
        await ExamineAsync(file, known.ToHashSet(StringComparer.Ordinal), cancellationToken);
        await RefuseOthersAsync(cancellationToken);
        var there = await ContentsAsync(cancellationToken);
        if (there is { Definitions: > 0 } or { Incidents: > 0 } && !replace)
        {
            throw new InvalidInputException(
                "--replace",
                $"The database holds {there}. Add --replace to put the backup in their place."
            );
        }

        await ReplaceAsync(file, cancellationToken);
        return await ContentsAsync(cancellationToken);
    }

    private async Task ExamineAsync(string file, HashSet<string> known, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new InvalidInputException("file", $"There is no file {file}.");
        }

        string history;
        try
        {
            string[] arguments = ["--data-only", $"--table={History}", "--file=-", file];
            history = await RunAsync("pg_restore", arguments, cancellationToken);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new InvalidInputException("file", $"{file} is no backup, or a damaged one. {unreadable.Message}");
        }

        var migrations = history
            .Split('\n')
            .Select(line => line.Split('\t')[0])
            .Where(name => name.Length > 14 && name[..14].All(char.IsAsciiDigit))
            .ToList();
        if (migrations.Count == 0)
        {
            throw new InvalidInputException("file", $"{file} is an archive, but not of a portal.");
        }

        if (migrations.Find(name => !known.Contains(name)) is { } newer)
        {
            throw new InvalidInputException(
                "file",
                $"{file} was made by a newer portal, which knows {newer}: restore it with that version."
            );
        }
    }

    private async Task RefuseOthersAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var others = await connection.QuerySingleAsync<int>(
            "select count(*) from pg_stat_activity where application_name = 'portal' and datname = current_database()"
        );
        if (others > 0)
        {
            throw new InvalidInputException(
                "file",
                "A portal is using the database: stop every replica, then restore."
            );
        }
    }

    /// <summary>One transaction from the empty schema to the last row, which is committed only when the archive was read to its end.</summary>
    private async Task ReplaceAsync(string file, CancellationToken cancellationToken)
    {
        using var reader = PostgresPrograms.Start(
            Path.Combine(Programs, "pg_restore"),
            ["--no-owner", "--no-privileges", "--file=-", file]
        );
        string[] quiet = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"];
        using var writer = PostgresPrograms.Start(Path.Combine(Programs, "psql"), quiet, Server());
        var complaints = Task.WhenAll(
            reader.StandardError.ReadToEndAsync(cancellationToken),
            writer.StandardError.ReadToEndAsync(cancellationToken)
        );
        var whole = await CopyAsync(reader, writer, cancellationToken);
        await writer.WaitForExitAsync(cancellationToken);
        if (!whole || writer.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"Nothing was restored, and what was there is as it was. {string.Concat(await complaints).Trim()}"
            );
        }
    }

    private static async Task<bool> CopyAsync(Process reader, Process writer, CancellationToken cancellationToken)
    {
        try
        {
            await writer.StandardInput.WriteLineAsync("begin; drop schema public cascade;");
            await writer.StandardInput.FlushAsync(cancellationToken);
            await reader.StandardOutput.BaseStream.CopyToAsync(writer.StandardInput.BaseStream, cancellationToken);
            await reader.WaitForExitAsync(cancellationToken);
            if (reader.ExitCode == 0)
            {
                await writer.StandardInput.WriteLineAsync("commit;");
            }

            writer.StandardInput.Close();
            return reader.ExitCode == 0;
        }
        catch (IOException)
        {
            // psql gave up and says why; the archive's program ends with the pipe that nobody reads.
            reader.Kill();
            return false;
        }
    }

    private async Task<DatabaseContents> ContentsAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var isMade = await connection.QuerySingleAsync<bool>("select to_regclass('public.incident') is not null");
        return isMade
            ? await connection.QuerySingleAsync<DatabaseContents>(
                "select (select count(*) from definition) as definitions, (select count(*) from incident) as incidents"
            )
            : new DatabaseContents(0, 0);
    }

    private Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        PostgresPrograms.RunAsync(Path.Combine(Programs, program), arguments, cancellationToken, Server());

    private Dictionary<string, string?> Server() =>
        new(StringComparer.Ordinal)
        {
            ["PGHOST"] = address.Host,
            ["PGPORT"] = address.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = address.Username,
            ["PGPASSWORD"] = address.Password,
            ["PGDATABASE"] = address.Database,
            ["PGSSLMODE"] =
                address.SslMode is SslMode.VerifyFull ? "verify-full" : address.SslMode.ToString().ToLowerInvariant(),
        };
}

/// <summary>What a database holds, in two numbers that people recognise.</summary>
internal sealed record DatabaseContents(long Definitions, long Incidents)
{
    public override string ToString() => $"{Definitions} definitions and {Incidents} incidents";
}
