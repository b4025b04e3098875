using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>
/// Makes stacks in stacks. They are made with the permissions of the outer stack, its service role and the capabilities that it was given. See
/// "Working with nested stacks", AWS CloudFormation User Guide.
/// </summary>
internal sealed class NestedStackHandler : ResourceHandler
{
    // A template may name itself.
    private const int Deepest = 16;

    private static readonly ResourceRule Names = new("AWS::CloudFormation::Stack") { MaxName = 128 };

    [ThreadStatic]
    private static int _depth;

    // Its template may be another one under the same address.
    public override bool IsAlwaysUpdated => true;

    public override MadeResource Create(ResourceRequest request)
    {
        var (calls, state) = (request.Calls, request.Calls.State);
        var name = PhysicalNames.Make(request.Place.StackName, request.LogicalId, Names, state.Ids);
        calls.Ask("cloudformation:CreateStack", Arn(request.Place, name, "*"), KeysOf(request));
        var place = request.Place with { StackName = name, StackId = Arn(request.Place, name, PhysicalNames.Fill("uuid", state.Ids)) };
        var stack = new Stack(place.StackId, name, place.AccountId, place.Region, calls.Now) { Status = "CREATE_IN_PROGRESS", ParentId = request.Place.StackId, RootId = request.RootId ?? request.Place.StackId };
        var plan = PlanOf(request, place);

        request.Initiated?.Invoke(stack.Id);

        // Where the outer stack is rolled back, it takes this one away.
        stack = state.Stacks.Put(Made(stack, plan, request));
        request.Begun = Made(stack);
        Require(stack, "CREATE_COMPLETE", "created");
        calls.Ask("cloudformation:DescribeStacks", stack.Id, new Keys());
        return Made(stack);
    }

    public override bool Replaces(ResourceRequest request, StackResource present) => false;

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        var (calls, stack) = (request.Calls, Find(request, present.PhysicalId) is { Deleted: null } found ? found : throw Faults.NoStack(present.PhysicalId));
        calls.Ask("cloudformation:GetStackPolicy", stack.Id, new Keys());
        calls.Ask("cloudformation:GetTemplate", stack.Id, new Keys());
        calls.Ask("cloudformation:UpdateStack", stack.Id, KeysOf(request));
        var isBack = request.Plan.IsRestoring;
        var plan = !isBack ? PlanOf(request, request.Place with { StackName = stack.Name, StackId = stack.Id }) : (stack.Previous ?? stack.Plan!) with { IsRestoring = true };
        stack = isBack ? stack : calls.State.Stacks.Put(stack with { Previous = stack.Previous ?? stack.Plan });
        if (!PlanChanges.AreNone(stack, plan, calls))
        {
            stack = new StackEngine(calls.State.Handlers).Update(stack, plan, calls, null, new FailureRule(), isBack ? null : StackPolicy.Of(stack));
            stack = calls.State.Stacks.Put(stack with { Plan = stack.Plan! with { IsRestoring = false } });
            Require(stack, "UPDATE_COMPLETE", "updated");
        }

        calls.Ask("cloudformation:DescribeStacks", stack.Id, new Keys());
        return Made(stack);
    }

    public override void Delete(ResourceRequest request, StackResource present)
    {
        var (calls, stack) = (request.Calls, Find(request, present.PhysicalId));
        calls.Ask("cloudformation:DeleteStack", present.PhysicalId, new Keys());
        if (stack is null or { Deleted: not null })
        {
            return;
        }

        stack = calls.State.Stacks.Put(new StackEngine(calls.State.Handlers).Delete(stack, calls, null, []));
        Require(stack, "DELETE_COMPLETE", "deleted");
    }

    private static Stack Made(Stack stack, StackPlan plan, ResourceRequest request)
    {
        if (_depth >= Deepest)
        {
            throw Faults.Validation($"Stacks are nested deeper than {Deepest} levels.");
        }

        try
        {
            _depth++;
            return new StackEngine(request.Calls.State.Handlers).Create(stack, plan, request.Calls, null, new FailureRule(OnStackFailure.Nothing));
        }
        finally
        {
            _depth--;
        }
    }

    private static StackPlan PlanOf(ResourceRequest request, StackPlace place)
    {
        RefuseSecure(request);
        var url = request.Properties.Find("TemplateURL")?.Text ?? throw Faults.Validation("Property TemplateURL cannot be empty.");
        var given = (request.Properties.Find("Parameters")?.Members ?? []).DistinctBy(m => m.Name.Value).ToImmutableDictionary(
            m => m.Name.Value, m => m.Value.Kind == JsonNodeKind.Array ? string.Join(',', m.Value.Items.Select(item => item.Text)) : m.Value.Text, StringComparer.Ordinal);
        var plan = new GivenPlan(given, request.Tags, request.Plan.Capabilities, request.Plan.RoleArn);
        return PlanReader.Made(StackTemplate.Read(TemplateSource.Read(url, request.Calls)), plan, place, request.Calls, arn => request.Calls.Ask("cloudformation:CreateChangeSet", arn, new Keys(), owner: request.Place.AccountId)) with
        {
            NotificationArns = [.. (request.Properties.Find("NotificationARNs")?.Items ?? []).Select(item => item.Text)],
        };
    }

    // "Get a secure string value from Systems Manager Parameter Store", AWS CloudFormation User Guide: some properties of some types take them, and the parameters of a
    // nested stack, which shows them, aren't among them.
    private static void RefuseSecure(ResourceRequest request)
    {
        foreach (var (name, value) in request.Starred?.Find("Parameters")?.Members ?? [])
        {
            if (NodeText.Json(value).Contains("{{resolve:ssm-secure:", StringComparison.Ordinal) && request.Properties.Find("Parameters")?.Find(name.Value) is { } given && NodeText.Json(given) != NodeText.Json(value))
            {
                throw Faults.Validation($"SSM Secure reference is not supported in: [AWS::CloudFormation::Stack/Properties/Parameters/{name.Value}]");
            }
        }
    }

    private static Keys KeysOf(ResourceRequest request)
    {
        var keys = new Keys().With("cloudformation:TemplateUrl", request.Properties.Find("TemplateURL")?.Text).With("cloudformation:RoleArn", request.Plan.RoleArn);
        return request.Tags.IsEmpty ? keys : keys.WithTags(request.Tags);
    }

    private static Stack? Find(ResourceRequest request, string id) => request.Calls.State.Stacks.Find(request.Place.AccountId, request.Place.Region, id);

    private static MadeResource Made(Stack stack) => new(stack.Id, stack.Outputs.ToImmutableDictionary(o => $"Outputs.{o.Key}", o => o.Value, StringComparer.Ordinal));

    private static void Require(Stack stack, string status, string done)
    {
        if (stack.Status != status)
        {
            // The last event that told why, for a stack that was rolled back has an end of its own.
            var reason = stack.Reason ?? stack.Events.LastOrDefault(e => e.PhysicalId == stack.Id && e.Reason is not null)?.Reason;
            throw Faults.Validation($"Embedded stack {stack.Id} was not successfully {done}: {reason}");
        }
    }

    private static string Arn(StackPlace place, string name, string id) => $"arn:{place.Partition}:cloudformation:{place.Region}:{place.AccountId}:stack/{name}/{id}";
}
