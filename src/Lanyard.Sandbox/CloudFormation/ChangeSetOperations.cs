using System.Collections.Immutable;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.Iam;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>The operations on change sets.</summary>
internal static class ChangeSetOperations
{
    public static IReadOnlyDictionary<string, Action<StackCall>> All { get; } = new Dictionary<string, Action<StackCall>>(StringComparer.Ordinal)
    {
        ["CreateChangeSet"] = Create,
        ["DescribeChangeSet"] = Describe,
        ["ExecuteChangeSet"] = Execute,
        ["DeleteChangeSet"] = Delete,
        ["ListChangeSets"] = List,
    };

    private static void Create(StackCall call)
    {
        var p = call.Parameters;
        var (stackName, name, role) = (p.Required("StackName", 1, 2048), p.Required("ChangeSetName", 1, 128), p.Optional("RoleARN", 20, 2048));
        var present = call.State.Stacks.Find(call.Caller.AccountId, call.Region, stackName);
        call.Authorize(present?.Id ?? call.ArnOf(stackName), StackOperations.KeysOf(call, role).With("cloudformation:ChangeSetName", name));
        call.AuthorizePassing(role);
        var token = call.Token(present?.Name ?? stackName, "ClientToken");
        if (token.Answer is { } answer)
        {
            call.Result.Text("Id", answer).Text("StackId", present?.Id);
            return;
        }

        var isNew = p.Word("ChangeSetType", "CREATE", "UPDATE", "IMPORT") switch
        {
            "CREATE" => true,
            "IMPORT" => throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't import resources into stacks yet"),
            _ => false,
        };
        if (isNew && present is { Status: not "REVIEW_IN_PROGRESS" })
        {
            throw Faults.Validation($"Stack [{stackName}] already exists and cannot be created again with the changeSet [{name}].");
        }

        if (!isNew && present?.Plan is null)
        {
            throw Faults.Validation($"Stack [{stackName}] does not exist");
        }

        OnStackFailure? onFailure = p.Word("OnStackFailure", "DO_NOTHING", "ROLLBACK", "DELETE") switch
        {
            "DO_NOTHING" => OnStackFailure.Nothing,
            "DELETE" => isNew ? OnStackFailure.Delete : throw Faults.Validation("OnStackFailure DELETE can be given for a change set of type CREATE alone"),
            "ROLLBACK" => OnStackFailure.Rollback,
            _ => null,
        };
        if (!isNew && present is { Status: not ("CREATE_FAILED" or "UPDATE_FAILED") })
        {
            // One that a failure left as it is may be updated by an execution that doesn't roll back.
            StackOperations.RequireChangeable(present, onFailure ?? OnStackFailure.Rollback);
        }

        var stack = present ?? StackOperations.New(call, call.NewName(), "REVIEW_IN_PROGRESS");
        if (call.State.Stacks.FindChangeSet(name, stack.Id) is { IsExecuted: false })
        {
            throw new ServiceFault("AlreadyExistsException", 400, $"ChangeSet {name} cannot be created due to a mismatch with existing attribute name");
        }

        var roleArn = role ?? stack.Plan?.RoleArn;
        var calls = call.CallsFor(roleArn, stack.Id);
        var plan = PlanReader.Read(call, StackOperations.PlaceOf(call, stack), stack.Plan, roleArn, calls, isReviewed: true);
        var description = p.Optional("Description", 1, 1024);
        _ = p.Flag("IncludeNestedStacks");
        // What isn't there can't be imported, and is made; what is there, the sandbox doesn't import: its creation fails. CDK's bootstrap always asks for it.
        p.Flag("ImportExistingResources");

        var keepsFailed = StackOperations.KeepsFailed(call);
        p.RequireAllRead();
        ImmutableArray<ResourceChange> changes = [.. PlanChanges.Between(stack, plan, calls)];
        var isEmpty = PlanChanges.AreNone(stack, plan, calls);
        if (present is null)
        {
            var happened = new StackEvent(call.State.Ids.RequestId(), stack.Name, stack.Id, "AWS::CloudFormation::Stack", "REVIEW_IN_PROGRESS", "User Initiated", call.Now, null, null);
            call.State.Stacks.Put(stack with { Events = [happened] });
        }

        var id = $"arn:{call.State.Seed.Partition}:cloudformation:{call.Region}:{call.Caller.AccountId}:changeSet/{name}/{PhysicalNames.Fill("uuid", call.State.Ids)}";
        call.State.Stacks.Put(new ChangeSet(id, name, stack.Id, plan, call.Now)
        {
            Status = isEmpty ? "FAILED" : "CREATE_COMPLETE",
            Reason = isEmpty ? "The submitted information didn't contain changes. Submit different information to create a change set." : null,
            ExecutionStatus = isEmpty ? "UNAVAILABLE" : "AVAILABLE",
            Description = description,
            OnFailure = onFailure,
            KeepsFailed = keepsFailed,
            Changes = changes,
        });
        token.Keep(id);
        call.Result.Text("Id", id).Text("StackId", stack.Id);
    }

    private static void Describe(StackCall call)
    {
        var (changeSet, stack) = Find(call);
        _ = call.Parameters.Flag("IncludePropertyValues");
        var r = call.Result;
        r.Text("ChangeSetName", changeSet.Name).Text("ChangeSetId", changeSet.Id).Text("StackId", stack.Id).Text("StackName", stack.Name).Text("Description", changeSet.Description);
        StackXml.Parameters(r, changeSet.Plan);
        r.Date("CreationTime", changeSet.Created).Text("ExecutionStatus", changeSet.ExecutionStatus).Text("Status", changeSet.Status).Text("StatusReason", changeSet.Reason)
            .Texts("NotificationARNs", changeSet.Plan.NotificationArns).Texts("Capabilities", changeSet.Plan.Capabilities);
        StackXml.Tags(r, changeSet.Plan.Tags);
        r.Text("OnStackFailure", changeSet.OnFailure switch { null => null, OnStackFailure.Nothing => "DO_NOTHING", OnStackFailure.Delete => "DELETE", _ => "ROLLBACK" });
        r.List("Changes", call.Cut(changeSet.Changes), change => r.Text("Type", "Resource").Group("ResourceChange", () =>
        {
            r.Text("Action", change.Action).Text("LogicalResourceId", change.LogicalId).Text("PhysicalResourceId", change.PhysicalId).Text("ResourceType", change.Type)
                .Text("Replacement", change.Replacement).Texts("Scope", change.Scope).List("Details", Array.Empty<string>(), _ => { });
        }));
    }

    private static void Execute(StackCall call)
    {
        var (changeSet, stack) = Find(call);
        var token = call.Token(stack.Name);
        if (token.Answer is not null)
        {
            return;
        }

        var failure = StackOperations.FailureOf(call, changeSet.OnFailure ?? (changeSet.KeepsFailed ? OnStackFailure.Nothing : null));
        call.Parameters.RequireAllRead();
        if (changeSet.ExecutionStatus != "AVAILABLE")
        {
            throw new ServiceFault(
                "InvalidChangeSetStatus", 400, $"ChangeSet [{changeSet.Id}] cannot be executed in its current {(changeSet.ExecutionStatus == "OBSOLETE" || changeSet.IsExecuted ? $"execution status of [{changeSet.ExecutionStatus}]" : $"status of [{changeSet.Status}]")}");
        }

        if (stack.Plan is not null)
        {
            StackOperations.RequireChangeable(stack, failure.Then);
        }

        var calls = call.CallsFor(changeSet.Plan.RoleArn, stack.Id);
        var engine = new StackEngine(call.State.Handlers);
        var done = call.State.Stacks.Put(stack.Plan is null
            ? engine.Create(stack with { DisableRollback = failure.Then == OnStackFailure.Nothing }, changeSet.Plan, calls, token.Text, failure)
            : engine.Update(call.State.Stacks.Begin(stack), changeSet.Plan, calls, token.Text, failure, StackPolicy.Of(stack)));
        token.Keep(stack.Id);

        // The others were made for the stack as it was. It alone is left, to be described.
        call.State.Stacks.Remove(c => c.StackId == stack.Id);
        call.State.Stacks.Put(changeSet with { ExecutionStatus = done.Status is "CREATE_COMPLETE" or "UPDATE_COMPLETE" ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED" });
    }

    private static void Delete(StackCall call)
    {
        var (changeSet, stack) = FindOrNull(call);
        call.Parameters.RequireAllRead();
        call.State.Stacks.Remove(c => stack is not null && c.Id == changeSet?.Id);
    }

    private static void List(StackCall call)
    {
        var stack = call.Stack();
        call.Result.List("Summaries", call.Cut(call.State.Stacks.ChangeSetsOf(stack.Id).Where(c => !c.IsExecuted)), c => call.Result
            .Text("StackId", stack.Id).Text("StackName", stack.Name).Text("ChangeSetId", c.Id).Text("ChangeSetName", c.Name).Text("ExecutionStatus", c.ExecutionStatus)
            .Text("Status", c.Status).Text("StatusReason", c.Reason).Date("CreationTime", c.Created).Text("Description", c.Description));
    }

    private static (ChangeSet ChangeSet, Stack Stack) Find(StackCall call) =>
        FindOrNull(call) is ({ } changeSet, { } stack) ? (changeSet, stack) : throw Faults.NoChangeSet(call.Parameters.Required("ChangeSetName", 1, 1600));

    // By its ARN alone, or by its name and its stack.
    private static (ChangeSet?, Stack?) FindOrNull(StackCall call)
    {
        var (name, stackName) = (call.Parameters.Required("ChangeSetName", 1, 1600), call.Parameters.Optional("StackName", 1, 2048));
        var (account, region) = (call.Caller.AccountId, call.Region);
        var stack = stackName is null ? null : call.State.Stacks.Find(account, region, stackName);
        var found = stackName is null || stack is not null ? call.State.Stacks.FindChangeSet(name, stack?.Id) : null;
        stack ??= found is null ? null : call.State.Stacks.Find(account, region, found.StackId);
        if (stack is null && stackName is null && !name.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw IamParameters.Missing("stackName");
        }

        call.Authorize(stack?.Id ?? (stackName is null ? name : call.ArnOf(stackName)), new Keys().With("cloudformation:ChangeSetName", found?.Name ?? name));
        return stackName is not null && stack is null ? throw Faults.Validation($"Stack [{stackName}] does not exist") : (found, stack);
    }
}
