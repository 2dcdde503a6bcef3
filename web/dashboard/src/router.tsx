import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { whoAmI } from '@/api/session';
import { accessSearch } from '@/pages/access/search';
import { caseSearch } from '@/pages/case/search';
import { casesSearch } from '@/pages/cases/search';
import { historySearch } from '@/pages/history/search';
import { imagesSearch } from '@/pages/images/search';
import { modelsSearch } from '@/pages/models/search';
import { overviewSearch } from '@/pages/overview/search';
import { patientSearch } from '@/pages/patient/search';
import { patientsSearch } from '@/pages/patients/search';
import { reviewSearch } from '@/pages/review/search';
import { signInSearch } from '@/pages/sign-in/search';
import { uploadSearch } from '@/pages/upload/search';
import { usersSearch } from '@/pages/users/search';
import { worklistSearch } from '@/pages/worklist/search';
import { Failed } from '@/shell/failed';
import { NotFound } from '@/shell/not-found';
import { homeOf } from '@/shell/places';
import { Shell } from '@/shell/shell';

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** The side bar is a rail, so that the image has the room. */
    rail?: boolean;
  }
}

const root = createRootRoute();

/** Everything behind sign-in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'in',
  component: Shell,
  notFoundComponent: NotFound,
  beforeLoad: async ({ location }) => {
    const me = await whoAmI();
    if (!me) throw redirect({ to: '/sign-in', search: { to: location.href } });
  },
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: async () => {
    const me = await whoAmI();
    if (me) throw redirect({ href: homeOf(me.role, router.routesByPath), replace: true });
  },
});

const nowhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('@/pages/sign-in/page'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('@/pages/set-up/page'), 'SetUpPage'),
});

// A page is a route here and a name in the list below; its search is checked in pages/<page>/search.ts.

const worklist = createRoute({
  getParentRoute: () => shell,
  path: '/worklist',
  validateSearch: worklistSearch,
  component: lazyRouteComponent(() => import('@/pages/worklist/page'), 'WorklistPage'),
});

const cases = createRoute({
  getParentRoute: () => shell,
  path: '/cases',
  validateSearch: casesSearch,
  component: lazyRouteComponent(() => import('@/pages/cases/page'), 'CasesPage'),
});

const patients = createRoute({
  getParentRoute: () => shell,
  path: '/patients',
  validateSearch: patientsSearch,
  component: lazyRouteComponent(() => import('@/pages/patients/page'), 'PatientsPage'),
});

const patient = createRoute({
  getParentRoute: () => shell,
  path: '/patients/$id',
  validateSearch: patientSearch,
  component: lazyRouteComponent(() => import('@/pages/patient/page'), 'PatientPage'),
});

const images = createRoute({
  getParentRoute: () => shell,
  path: '/images',
  validateSearch: imagesSearch,
  component: lazyRouteComponent(() => import('@/pages/images/page'), 'ImagesPage'),
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/overview',
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import('@/pages/overview/page'), 'OverviewPage'),
});

const users = createRoute({
  getParentRoute: () => shell,
  path: '/users',
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('@/pages/users/page'), 'UsersPage'),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(() => import('@/pages/account/page'), 'AccountPage'),
});

const upload = createRoute({
  getParentRoute: () => shell,
  path: '/upload',
  validateSearch: uploadSearch,
  component: lazyRouteComponent(() => import('@/pages/upload/page'), 'UploadPage'),
});

const review = createRoute({
  getParentRoute: () => shell,
  path: '/images/$id',
  validateSearch: reviewSearch,
  staticData: { rail: true },
  component: lazyRouteComponent(() => import('@/pages/review/page'), 'ReviewPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: accessSearch,
  component: lazyRouteComponent(() => import('@/pages/access/page'), 'AccessPage'),
});

const oneCase = createRoute({
  getParentRoute: () => shell,
  path: '/cases/$id',
  validateSearch: caseSearch,
  component: lazyRouteComponent(() => import('@/pages/case/page'), 'CasePage'),
});

const models = createRoute({
  getParentRoute: () => shell,
  path: '/models',
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import('@/pages/models/page'), 'ModelsPage'),
});

const imageHistory = createRoute({
  getParentRoute: () => shell,
  path: '/images/$id/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('@/pages/history/page'), 'ImageHistoryPage'),
});

const caseHistory = createRoute({
  getParentRoute: () => shell,
  path: '/cases/$id/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('@/pages/history/page'), 'CaseHistoryPage'),
});

const patientHistory = createRoute({
  getParentRoute: () => shell,
  path: '/patients/$id/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('@/pages/history/page'), 'PatientHistoryPage'),
});

const operations = createRoute({
  getParentRoute: () => shell,
  path: '/operations',
  component: lazyRouteComponent(() => import('@/pages/operations/page'), 'OperationsPage'),
});

const panels = createRoute({
  getParentRoute: () => shell,
  path: '/panels',
  component: lazyRouteComponent(() => import('@/pages/panels/page'), 'PanelsPage'),
});

const behindSignIn = shell.addChildren([
  home,
  worklist,
  cases,
  patients,
  patient,
  images,
  overview,
  upload,
  oneCase,
  users,
  account,
  review,
  audit,
  models,
  imageHistory,
  caseHistory,
  patientHistory,
  operations,
  panels,
  nowhere,
]);

export const router = createRouter({
  routeTree: root.addChildren([signIn, setUp, behindSignIn]),
  defaultPreload: 'intent',
  defaultErrorComponent: Failed,
  scrollRestoration: false,
});
