import { defineBackend } from '@aws-amplify/backend';
import * as iam from 'aws-cdk-lib/aws-iam';
import { auth } from './auth/resource';
import { data } from './data/resource';

const backend = defineBackend({ auth, data });

// As `lanyard policy generate` says: roles can only be made with this boundary.
iam.PermissionsBoundary.of(backend.stack).apply(iam.ManagedPolicy.fromManagedPolicyName(backend.stack, 'Boundary', `${backend.stack.stackName}-boundary`));
