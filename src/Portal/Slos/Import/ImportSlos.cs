using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Slos.Import;

/// <summary>Reads for whoever is signed in: nothing is stored, and applying it asks for rights of its own.</summary>
internal sealed class ImportSlos(IDefinitions definitions, Authoriser authoriser)
{
    /// <exception cref="InvalidInputException">It cannot be read, or the portal has no such backend.</exception>
    public ImportedSlos Read(Actor actor, string format, string text, ImportOptions options)
    {
        authoriser.Demand(actor, Role.Viewer, null, "import SLOs");
        var imported = SloImport.Read(format, text, options);
        return options.Backend.Length > 0 && definitions.Find<Backend>(options.Backend) is null
            ? throw new InvalidInputException("backend", $"There is no Backend named {options.Backend}.")
            : imported;
    }
}
