using System.Data;
using Dapper;
using NodaTime;

namespace Portal.Data;

/// <summary>Instants in the engine's own SQL, as they are in EF Core's: <c>timestamptz</c>.</summary>
internal sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
{
    public override void SetValue(IDbDataParameter parameter, Instant value) => parameter.Value = value.ToDateTimeUtc();

    public override Instant Parse(object value) =>
        Instant.FromDateTimeUtc(DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc));
}
