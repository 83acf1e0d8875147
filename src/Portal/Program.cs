using Portal.Shell;
using Portal.Shell.CommandLine;

if (PortalCommand.IsNamed(args))
{
    return await PortalCommand.RunAsync(args);
}

await PortalHost.Build(args).RunAsync();
return 0;
