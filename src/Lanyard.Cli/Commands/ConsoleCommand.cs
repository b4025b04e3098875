using Lanyard.Aws.Endpoints;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.ConsoleLinks;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard console</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Service"><c>--service</c>.</param>
/// <param name="Destination"><c>--destination</c>.</param>
/// <param name="Print"><c>--print</c>: the link, and nothing is opened.</param>
/// <param name="Federate"><c>--federate</c>: a link that signs in by itself, also where the access portal would do.</param>
/// <param name="Length"><c>--duration</c> of the console's session; null for the longest that is sure.</param>
/// <param name="Browser"><c>--browser</c>.</param>
internal sealed record ConsoleInput(
    GlobalOptions Options, string? Service, string? Destination, bool Print, bool Federate, TimeSpan? Length, string? Browser);

/// <summary>Signs a browser in to the console as a profile or a stage.</summary>
internal static class ConsoleCommand
{
    // A working day; the session of the credentials themselves lasts an hour, mostly.
    private static readonly TimeSpan DefaultLength = TimeSpan.FromHours(8);

    public static async Task<int> RunAsync(ConsoleInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input is { Service: not null, Destination: not null })
        {
            throw new UsageException("--service and --destination can't be used together");
        }

        if (input is { Print: false, Options.NoInput: true })
        {
            throw new CredentialsException(
                CliErrorCodes.InputNeeded, "the console opens in a browser, and --no-input allows none", "lanyard console --print prints the link", FailureKind.PersonMustAct);
        }

        var selected = IdentitySelector.Select(surroundings, input.Options);
        StageEndpoints.CheckForCommand(selected);
        StageGuard.CheckBeforeUse(selected, surroundings, mayAsk: !input.Options.NoInput);

        var partition = Partition.OfRegion(selected.Plan.Region ?? ServiceEndpoint.FallbackRegion);
        var sites = ConsoleSites.Of(partition, selected.Endpoints) ?? throw new CredentialsException(
            ErrorCodes.ConsoleUnavailable, $"Lanyard doesn't know the console of the partition {partition.Id}, in which {selected.Plan.Region} is", "sign in to it by hand");
        var page = PageOf(input, sites, selected.Plan.Region);
        if (selected.Plan.Candidates is [{ Source: Source.SsoRole role }, ..] && !input.Federate)
        {
            return await GiveAsync(PortalLink.Of(role, page), isSecret: false, input, surroundings, cancellationToken).ConfigureAwait(false);
        }

        using var access = new AwsAccess(surroundings, input.Options, selected);
        var credentials = await CredentialsForUse.GetAsync(
            access, surroundings, maySignIn: surroundings.HasTerminal && !input.Options.NoInput, cancellationToken).ConfigureAwait(false);
        var source = selected.Plan.Candidates[0].Source;
        ConsoleFederation.Check(credentials, source, selected.Plan.Profile);
        var link = await new ConsoleFederation(access.Client, sites.SignIn).LinkAsync(credentials, page, LengthOf(input, source), cancellationToken).ConfigureAwait(false);
        return await GiveAsync(link, isSecret: true, input, surroundings, cancellationToken).ConfigureAwait(false);
    }

    private static Uri PageOf(ConsoleInput input, ConsoleSites sites, string? region)
    {
        if (input.Destination is { } destination)
        {
            return ConsolePages.Parse(sites, destination) ?? throw new UsageException(
                $"--destination takes a path that starts with `/`, or an address of https://{sites.Console}", "lanyard console --destination /lambda/home");
        }

        if (ConsolePages.Find(sites, input.Service, region) is { } page)
        {
            return page;
        }

        var near = ProfileSuggestions.Nearest(ConsolePages.Names, input.Service!);
        throw new UsageException(
            $"the console's page of `{input.Service}` isn't known{(near is [var first, ..] ? $"; did you mean `{first}`?" : "")}", "lanyard console --destination /PATH takes any page");
    }

    private static TimeSpan? LengthOf(ConsoleInput input, Source source)
    {
        if (ConsoleFederation.MayChooseLength(source))
        {
            return input.Length ?? DefaultLength;
        }

        return input.Length is null ? null : throw new UsageException(
            "--duration can't be used with these credentials: AWS lets it be chosen for a permission set, or for a role that a user's key or a token assumed; not for a role that a role assumed, nor for keys of unknown origin");
    }

    private static async Task<int> GiveAsync(Uri link, bool isSecret, ConsoleInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input.Print)
        {
            Print(link, isSecret, input.Options.Json, surroundings);
            return ExitCodes.Done;
        }

        var browser = new Browser(surroundings, input.Browser);
        surroundings.Error.WriteLine("A browser opens the AWS console.");
        var opened = isSecret
            ? await OneTimeRedirect.OpenAsync(link, browser, surroundings.Time, cancellationToken).ConfigureAwait(false)
            : await browser.OpenAsync(link, cancellationToken).ConfigureAwait(false);
        return opened ? ExitCodes.Done : throw new CredentialsException(
            CliErrorCodes.BrowserUnavailable, "no browser opened the console", "name one with --browser or BROWSER, or run `lanyard console --print` and open the link yourself");
    }

    private static void Print(Uri link, bool isSecret, bool json, Surroundings surroundings)
    {
        if (json)
        {
            surroundings.Write(JsonOutput.Object(writer =>
            {
                writer.WriteString("url", link.AbsoluteUri);
                writer.WriteBoolean("isSecret", isSecret);
                if (isSecret)
                {
                    writer.WriteNumber("usableForMinutes", (int)ConsoleFederation.LinkLifetime.TotalMinutes);
                }
            }));
            return;
        }

        surroundings.Write(link.AbsoluteUri + "\n");
        if (isSecret)
        {
            surroundings.Error.WriteLine($"Whoever opens this link within {(int)ConsoleFederation.LinkLifetime.TotalMinutes} minutes is signed in. Keep it as you keep a password.");
        }
    }
}
